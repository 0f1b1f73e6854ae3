import { readdirSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { planJsonSchema } from '../../../main/core/plan/index.ts';
import { planOf, presetText } from '../../support/plan-text.ts';
import { at, walkBands } from '../../support/preset-bands.ts';
import { stand } from '../../support/preset-stand.ts';

const folder = new URL('../../../resources/plans/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));

test('R3.1 ships these presets', () => {
  expect(files.toSorted()).toEqual([
    'canary-10-50-100.yaml',
    'canary-24h.yaml',
    'flag-24h.yaml',
    'minimal.yaml',
    'phased-go-no-go.yaml',
    'play-production.yaml',
    'practice-flag.yaml',
    'practice-segments.yaml',
    'practice-signoff.yaml',
    'practice.yaml',
    'pwa-canary.yaml',
    'web-desktop-mobile-alpha.yaml',
    'web-desktop-mobile-beta.yaml',
    'web-desktop-mobile-stable.yaml',
    'web-hosting.yaml',
    'weighted-circuit-breaker.yaml',
  ]);
});

describe.each(files)('%s', (file) => {
  const plan = planOf(presetText(file));

  test('R3.1 is named like its file and valid by the published grammar', () => {
    expect(`${plan.name}.yaml`).toBe(file);
    const validate = new Ajv({ strict: false, allErrors: true }).compile(planJsonSchema());
    expect([validate(parse(presetText(file))), validate.errors]).toEqual([true, null]);
  });

  test('R1.5 goes on from every stage when everything is well', () => {
    for (const [index, { name }] of plan.stages.entries()) {
      const { gates, conclusion } = stand(file, { stage: name });
      expect([...new Set(Object.values(gates))]).toEqual(['green']);
      expect(conclusion.kind).toBe(index < plan.stages.length - 1 ? 'advance' : 'complete');
    }
  });

  test('design 4 holds when every source is silent', () => {
    expect(stand(file, { snapshot: { windows: [] } }).conclusion).toMatchObject({ kind: 'hold', cause: 'blind' });
  });
});

test('R3.3 publishes the grammar it checks (after a change: npx node test/support/write-plan-schema.ts, then npm run format)', () => {
  expect(JSON.parse(presetText('tidegate-plan.schema.json'))).toEqual(JSON.parse(JSON.stringify(planJsonSchema())));
});

test('R3.3 publishes a grammar that refuses what the reader refuses', () => {
  const validate = new Ajv({ strict: false }).compile(planJsonSchema());
  const text = presetText('minimal.yaml');
  expect(validate(parse(text.replace('window: 5m', 'window: 5')))).toBe(false);
  expect(validate(parse(text.replace('window: 5m', 'windw: 5m')))).toBe(false);
});

const practice = 'practice.yaml';
const day = 'canary-24h.yaml';
const canary = 'canary-10-50-100.yaml';

describe.each([practice, day])('the bands of %s', (file) => {
  walkBands(file, [
    ['R3.1 holds at an error rate over 2 %', at('error-rate', 0.021), 'errors', 'yellow', 'hold'],
    ['R3.1 rolls back at an error rate over 5 %', at('error-rate', 0.08), 'errors', 'red', 'rollback'],
    ['R3.9 calls an error rate over 20 % an emergency', at('error-rate', 0.21), 'errors', 'emergency', 'rollback'],
    ['R1.6 holds at a p95 over 20 % slower', at('p95', 217), 'latency', 'yellow', 'hold'],
    ['R1.6 rolls back at a p95 over 30 % slower', at('p95', 235), 'latency', 'red', 'rollback'],
    ['R5.2 holds at a sign-in success under 95 %', at('auth-success', 0.94), 'sign-in', 'yellow', 'hold'],
    ['R5.2 rolls back at a sign-in success under 90 %', at('auth-success', 0.89), 'sign-in', 'red', 'rollback'],
    ['R1.7 holds at a crash rate over 1 %', at('crash-rate', 0.015), 'crashes', 'yellow', 'hold'],
    ['R1.7 rolls back at a crash rate over 5 %', at('crash-rate', 0.06), 'crashes', 'red', 'rollback'],
  ]);
});

describe('the bands of minimal.yaml', () => {
  walkBands('minimal.yaml', [
    ['R3.1 holds a first plan at an error rate over 1 %', at('error-rate', 0.02), 'errors', 'yellow', 'hold'],
    ['R3.1 rolls a first plan back at an error rate over 5 %', at('error-rate', 0.06), 'errors', 'red', 'rollback'],
  ]);
});

test.each([
  [practice, [10, 50, 100], 60_000],
  [day, [10, 50, 100], 24 * 3_600_000],
  [canary, [10, 50, 100], 72 * 3_600_000],
  ['web-desktop-mobile-alpha.yaml', [10], 24 * 3_600_000],
  ['web-desktop-mobile-beta.yaml', [25], 48 * 3_600_000],
  ['web-hosting.yaml', [10, 25, 100], 96 * 3_600_000],
  ['web-desktop-mobile-stable.yaml', [100, 100], 8 * 86_400_000],
  ['play-production.yaml', [10, 25, 50, 100, 100], 12 * 86_400_000],
  ['weighted-circuit-breaker.yaml', [10, 50, 100, 100], 31.5 * 3_600_000],
  ['phased-go-no-go.yaml', [5, 25, 50, 100], 42 * 86_400_000],
  ['pwa-canary.yaml', [10, 100], 2 * 3_600_000],
] as const)('R1.1 R1.3 R3.1 %s takes %j percent over its whole time', (preset, percents, wholeMs) => {
  const { stages } = planOf(presetText(preset));
  expect(stages.map((stage) => stage.percent)).toEqual(percents);
  expect(stages.reduce((sum, stage) => sum + stage.bakeMs, 0)).toBe(wholeMs);
});
