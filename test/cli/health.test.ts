import { Command } from 'commander';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { CliClient } from '../../main/cli/client.ts';
import { addHealthCommand } from '../../main/cli/health-command.ts';
import type { Session } from '../../main/cli/session.ts';
import { healthClusters, healthOverview, healthPanels } from '../support/fixture/health.ts';

const answers: Readonly<Record<string, unknown>> = {
  'health.overview': healthOverview,
  'health.panels': healthPanels,
  'health.clusters': healthClusters,
};

/** What the command prints, and what it asked for. */
async function printed(json: boolean, ...args: string[]): Promise<{ out: string; asked: [string, unknown][] }> {
  const asked: [string, unknown][] = [];
  const call = async (name: string, input: unknown): Promise<unknown> => {
    asked.push([name, input]);
    return answers[name];
  };
  const client = { call, close: async () => undefined } as unknown as CliClient;
  const session = { run: (work: (client: CliClient, json: boolean) => Promise<void>) => work(client, json) } as unknown as Session;
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  onTestFinished(() => out.mockRestore());
  const program = new Command().exitOverride();
  addHealthCommand(program, session);
  await program.parseAsync(['node', 'tidegate', 'health', ...args]);
  const text = out.mock.calls.map(([piece]) => String(piece)).join('');
  out.mockRestore();
  return { out: text, asked };
}

test('R5.4 R4.3 prints the state, versions, metrics against their lines, and errors by cause', async () => {
  const { out, asked } = await printed(false, '--app', 'pryde', '--range', '24h');
  expect(asked.map(([name]) => name)).toEqual(Object.keys(answers));
  for (const [, input] of asked) expect(input).toMatchObject({ applicationId: 'pryde', range: '24h' });
  expect(out).toContain('◆ Something needs watching\n  ◆ Pryde 1.2.3 on Pryde web: error rate 2.4 % is over 2 %');
  expect(out).toMatch(/ {2}Pryde 1\.2\.3 {2}Pryde web {2}canary {2}10 % {2}◆ yellow {4}for 14 min/);
  expect(out).toMatch(/Error rate +2\.4 % +◆ yellow +yellow > 2 %, red > 5 %, emergency > 20 % +4 s ago/);
  expect(out).toMatch(/Safe-mode activations +0\.4 % +no alert line/);
  expect(out).toContain('  312 × TypeError: Cannot read properties of undefined');
  expect(out).toContain('      1.2.3 9, 1.2.2 32');
  expect(out).toContain('  and 17 errors of other causes');
});

test('R5.4 R4.3 prints the same as JSON, without the points of its charts', async () => {
  const { out } = await printed(true);
  const answer = JSON.parse(out) as { overview: object; panels: object[]; clusters: object };
  expect(answer).toMatchObject({ overview: { overall: { kind: 'yellow' } }, clusters: { more: { errors: 17 } } });
  expect(answer.panels).toHaveLength(4);
  expect(answer.panels[0]).toMatchObject({ title: 'Error rate', latest: 0.024 });
  expect(out).not.toContain('"release"');
});

test('R5.4 R4.3 refuses a time that is none of the four', async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => void vi.restoreAllMocks());
  await expect(printed(false, '--range', '2h')).rejects.toThrow(/Allowed choices are 1h, 6h, 24h, 7d/);
});
