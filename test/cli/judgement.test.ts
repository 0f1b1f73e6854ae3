import { describe, expect, test } from 'vitest';
import { minute, openBench, planLike, reading, second } from '../support/engine/bench.ts';
import { type Ran, ranIn } from '../support/cli.ts';

const plan = planLike(
  ['{ percent: 100, bake: 1m }', '{ percent: 100, bake: 1m, approvals: [{ role: operator, count: 2 }] }'],
  [
    'notices: [chat]',
    `notices: [chat]
signoffs:
  - { id: nps, title: NPS, value: { unit: points, atLeast: 40 }, evidence: true }
  - { id: calm, title: Errors are calm, gate: errors }`,
  ],
);

/** A workspace with a rollout that waits for people, left by the console that started it. */
async function left(): Promise<{ readonly id: string; run(...args: string[]): Promise<Ran> }> {
  const bench = await openBench();
  bench.far.read = () => [reading('2.0.0', 0.001, bench.clock.now())];
  const [rollout] = await bench.begin('2.0.0', plan);
  await bench.run(3 * minute, 10 * second);
  bench.store.close();
  return { id: rollout?.id ?? '', run: (...args) => ranIn(bench.folder, { TIDEGATE_WORKSPACE: bench.folder }, args) };
}

describe('what only people can say', () => {
  test('R4.5 prints what a rollout waits for, each with the command that answers it', { timeout: 60_000 }, async () => {
    const { id, run } = await left();
    const shown = await run('rollouts', id);
    expect(shown).toMatchObject({ code: 0, error: '' });
    expect(shown.out).toMatch(/^signoff nps · NPS: waits — Nobody has answered yet\.$/m);
    expect(shown.out).toContain(`answer it: npm run --silent tidegate -- signoff ${id} nps --go --value NUMBER --note TEXT --reason WHY`);
    expect(shown.out).toMatch(/^next stage 100 %: nobody approved it yet; still needs 0 of 2 operators$/m);
    expect(shown.out).toMatch(/^gate Error rate: ● green → goes on$/m);
    const json = JSON.parse((await run('rollouts', id, '--json')).out) as object;
    expect(json).toMatchObject({ signoffs: [{ signoff: 'nps', state: 'open' }, {}], ahead: { missing: ['0 of 2 operators'] } });
    expect(await run('rollouts', 'rol-none')).toMatchObject({ code: 4, error: 'There is no rollout rol-none.\n' });
  });

  test('R4.5 signs off with a value and a note, and lets the bound decide', { timeout: 90_000 }, async () => {
    const { id, run } = await left();
    const because = ['--note', 'Survey 14', '--reason', 'Sign-off day'];
    const no = await run('signoff', id, 'nps', '--go', '--value', '35', ...because);
    expect(no).toMatchObject({ code: 0, out: expect.stringMatching(/^signoff nps · NPS: NO-GO — No-go by .*: 35 points\. Survey 14\.$/m) });
    const yes = await run('signoff', id, 'nps', '--go', '--value', '44', ...because, '--json');
    expect(JSON.parse(yes.out)).toMatchObject({ signoffs: [{ state: 'go', note: 'Survey 14' }, {}] });
    expect(await run('signoff', id, 'nps', '--no-go', '--value', '44', '--reason', 'No note')).toMatchObject({
      code: 4,
      out: '',
      error: 'NPS asks for a note about the evidence.\n',
    });
    expect((await run('signoff', id, 'calm', '--go', '--reason', 'Because')).error).toContain('fills itself in from gate errors');
  });

  test('R4.5 approves once for each person', { timeout: 60_000 }, async () => {
    const { id, run } = await left();
    const first = await run('approve', id, '--reason', 'Looks good');
    expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/approved by .* \(admin\); still needs 1 of 2 operators$/m) });
    expect(await run('approve', id, '--reason', 'Looks good')).toMatchObject({
      code: 4,
      error: expect.stringContaining('needs somebody else too'),
    });
  });

  test('R3.3 refuses to take a baseline that no gate uses', { timeout: 60_000 }, async () => {
    const { id, run } = await left();
    const all = await run('baseline', id, '--reason', 'The window lay in an outage', '--json');
    expect(all.code).toBe(4);
    expect(JSON.parse(all.out)).toEqual({ error: { code: 'refused', message: 'No gate of this plan uses a baseline.' } });
    expect((await run('baseline', id, '--metric', 'sales', '--reason', 'Because')).error).toContain(
      'No gate compares sales with a baseline',
    );
  });

  test('R4.3 ends with 2 when it was not said what is answered, and has help for each', { timeout: 60_000 }, async () => {
    const { id, run } = await left();
    expect(await run('signoff', id, 'nps', '--reason', 'Because')).toMatchObject({ code: 2, error: 'Say which it is: --go or --no-go.\n' });
    expect(await run('signoff', id, 'nps', '--go', '--value', 'many', '--reason', 'Because')).toMatchObject({
      code: 2,
      error: '--value takes a number, and many is none.\n',
    });
    expect(await run('approve', id)).toMatchObject({ code: 2, error: expect.stringContaining("'--reason <text>' not specified") });
    for (const [name, word] of [
      ['approve', 'next stage'],
      ['signoff', '--no-go'],
      ['baseline', '--metric'],
    ] as const) {
      const help = await run(name, '--help');
      expect(help).toMatchObject({ code: 0, out: expect.stringContaining(word) });
      expect(help.out).toContain('Exit codes:');
    }
  });
});
