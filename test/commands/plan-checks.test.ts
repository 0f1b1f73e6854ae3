import { describe, expect, test } from 'vitest';
import { plainPlan } from '../support/engine/bench.ts';
import { openWorld } from '../support/engine/world.ts';

const bugs = { adapter: 'github-issues', name: 'bugs', settings: { token: 'x', repository: 'acme/harbor' } };
const planWith = (words: string): string => `${plainPlan}checks:\n  - id: bugs\n    source: bugs\n    with:\n      ${words}\n`;

describe('checks of a plan', () => {
  test('R1.10 are held against the connections they name: place, what is wrong, and no way into the workspace', async () => {
    const world = await openWorld();
    const text = planWith('labels: [P0]');
    expect(await world.ask('plans.check', { text, file: 'p.yaml' })).toMatchObject({ ok: true });
    await world.ask('connections.save', bugs);
    const answer = await world.ask('plans.check', { text, file: 'p.yaml' });
    const line = text.split('\n').findIndex((one) => one.includes('labels:')) + 1;
    expect(answer).toMatchObject({
      ok: false,
      hash: null,
      problems: [{ line, column: 7, path: 'checks[0].with.labels', message: 'with.labels is not a word that GitHub issues knows' }],
    });
    const refused = await world.refused('plans.save', { file: 'p.yaml', text });
    expect(refused.message).toContain(`line ${line}, checks[0].with.labels`);
    expect(await world.ask('plans.check', { text: planWith('allowed: { P0: 0 }'), file: 'p.yaml' })).toMatchObject({
      ok: true,
      problems: [],
    });
  });
});
