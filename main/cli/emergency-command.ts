import type { Command } from 'commander';
import type { EndpointRow } from '../contract/containment.ts';
import type { AnswerOf } from '../contract/index.ts';
import type { CliClient } from './client.ts';
import { containmentLines } from './containment-commands.ts';
import { revertLines } from './github-act-commands.ts';
import { exitCodes, print, WrongUsage } from './output.ts';
import type { Session } from './session.ts';

type Containment = AnswerOf<'rollouts.containment'>;

/** Longest wait for every target to be contained, ms: twice the promise of the fastest way back. */
const patienceMs = 120_000;
/** How often a running console is asked how far it has come, ms. */
const lookEveryMs = 250;

/** `emergency`: takes a release back everywhere, through a running console or without one (R4.3). */
export function addEmergencyCommand(program: Command, session: Session): void {
  program
    .command('emergency <application> <version>')
    .description(
      'takes a release back everywhere at once, pages everybody, reads back and asks the health endpoints; also without a running console',
    )
    .requiredOption('--reason <text>', 'why; it goes into the notice and the audit log')
    .option('--wait <seconds>', 'how long to wait for the read-backs', String(patienceMs / 1000))
    .option('--revert-pr', 'prepares the revert on GitHub afterwards, as a draft pull request')
    .action(async (applicationId: string, version: string, options: { reason: string; wait: string; revertPr?: boolean }) => {
      const seconds = Number(options.wait);
      await session.run(async (client, json) => {
        if (!(seconds > 0)) throw new WrongUsage(`--wait is a number of seconds above 0, not ${options.wait}.`);
        const release = { applicationId, version };
        const { decisionId } = await client.call('rollouts.emergency', { ...release, reason: options.reason });
        const state = await settled(client, release, seconds * 1000);
        const endpoints = await client.call('rollouts.askEndpoints', release);
        print(json, { decisionId, ...state, endpoints }, () => [...containmentLines(state), ...endpoints.map(endpointLine)]);
        // After the report: what happens on GitHub must never keep anybody waiting for it.
        if (options.revertPr === true) await prepareRevert(client, { ...release, reason: options.reason });
        if (!state.contained || endpoints.some((row) => !row.ok)) process.exitCode = exitCodes.failed;
      });
    });
  addEndpoint(program, session);
}

/** Says beside the report what came of the revert; a problem there changes nothing for users. */
async function prepareRevert(client: CliClient, wish: { applicationId: string; version: string; reason: string }): Promise<void> {
  try {
    const { revert } = await client.call('github.prepareRevert', wish);
    process.stderr.write(`${revertLines(revert).join('\n')}\n`);
  } catch (error) {
    process.stderr.write(`The revert was not prepared: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = exitCodes.failed;
  }
}

function addEndpoint(program: Command, session: Session): void {
  program
    .command('endpoint <application> [url]')
    .description('keeps the address that is asked after a release was taken back, or shows those kept')
    .option('--target <id>', 'of one target instead of the whole application')
    .option('--text <text>', 'what its answer must contain, such as a version')
    .option('--remove', 'forgets it')
    .action(async (applicationId: string, url: string | undefined, options: { target?: string; text?: string; remove?: boolean }) => {
      await session.run(async (client, json) => {
        if (url !== undefined || options.remove === true) {
          const place = { applicationId, targetId: options.target ?? null };
          await client.call('fleet.saveEndpoint', {
            ...place,
            healthUrl: options.remove === true ? null : (url ?? null),
            text: options.text ?? null,
          });
        }
        const kept = await client.call('fleet.endpoints', { applicationId });
        print(json, kept, () => keptLines(applicationId, kept));
      });
    });
}

function keptLines(applicationId: string, kept: AnswerOf<'fleet.endpoints'>): string[] {
  if (kept.length === 0) return ['No health endpoint is set.'];
  return kept.map((one) => `${one.targetId ?? applicationId}: ${one.healthUrl}${one.text === null ? '' : `, with "${one.text}"`}`);
}

function endpointLine(row: EndpointRow): string {
  return `  ${row.ok ? 'well' : 'NOT WELL'}  ${row.targetName ?? 'application'} ${row.healthUrl} — ${row.says}`;
}

/** Where the release stands once nothing is on its way any more, or when the time is over. */
async function settled(client: CliClient, release: { applicationId: string; version: string }, waitMs: number): Promise<Containment> {
  const until = performance.now() + waitMs;
  await client.settle(waitMs);
  for (;;) {
    const state = await client.call('rollouts.containment', release);
    const moving = state.targets.some((row) => row.standing === 'working' || row.standing === 'unknown' || row.standing === 'open');
    if (!moving || client.address === null || performance.now() > until) return state;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
