import { describe, expect, test } from 'vitest';
import { placeAt } from '../../../../renderer/views/plans/editor/cursor-place.ts';
import { offersAt } from '../../../../renderer/views/plans/editor/offers.ts';
import { planGrammar } from '../../../../renderer/views/plans/editor/plan-grammar.ts';
import { namesIn } from '../../../../renderer/views/plans/editor/plan-names.ts';
import { fitsGateKind } from '../../../../main/core/plan/gate-keys.ts';
import { presetText } from '../../../support/plan-text.ts';

const connections = {
  metrics: ['prometheus'],
  checks: ['guardian'],
  notices: ['team-chat', 'on call'],
  channels: ['alpha', 'beta', 'stable'],
  plans: ['beta.yaml', 'canary-24h.yaml'],
  queries: new Map([
    [
      'prometheus',
      [
        { key: 'query', required: true, kind: 'string' },
        { key: 'samples', required: false, kind: 'string' },
        { key: 'scale', required: false, kind: 'number' },
      ],
    ],
  ]),
};
const plan = presetText('canary-24h.yaml');

/** Labels offered where `|` stands. */
function offered(marked: string): string[] {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const place = placeAt(text, offset);
  if (place === null) return [];
  return offersAt(place, { grammar: planGrammar(), text, connections, fits: fitsGateKind }).map((offer) => offer.label);
}

/** The preset with the cursor behind a piece of it, and something typed there. */
function behind(piece: string, typed = ''): string {
  expect(plan).toContain(piece);
  return plan.replace(piece, `${piece}${typed}|`);
}

describe('completion', () => {
  test('R3.1 offers the keys that the plan still lacks at the top, not those it has', () => {
    const labels = offered(`${plan}|`);
    expect(labels).toEqual(expect.arrayContaining(['automation', 'signoffs', 'freezes', 'dryRun']));
    expect(labels).not.toContain('name');
    expect(offered('|').slice(0, 4)).toEqual(['name', 'metrics', 'gates', 'stages']);
  });

  test('R3.1 offers the keys of the block at the cursor, and of a gate those that its kind reads', () => {
    expect(offered(behind('    red: 5 %', '\n    '))).toEqual(expect.arrayContaining(['direction', 'consecutive', 'whenNoData', 'onRed']));
    const absolute = offered(behind('    red: 5 %', '\n    '));
    for (const key of ['red', 'metric', 'id', 'weights', 'pass']) expect(absolute).not.toContain(key);
    expect(offered('gates:\n  - id: all\n    kind: canaryScore\n    |')).toEqual(
      expect.arrayContaining(['gates', 'pass', 'marginal', 'shadow']),
    );
    expect(offered('gates:\n  - id: all\n    kind: canaryScore\n    |')).not.toContain('minSamples');
    expect(offered('stages:\n  - percent: 10\n    bake: 1h\n    |')).toEqual(
      expect.arrayContaining(['approvals', 'earliestDay', 'onYellow']),
    );
    expect(offered('metrics:\n  crashes:\n    |')).toEqual(expect.arrayContaining(['source', 'unit', 'baseline']));
    expect(offered('stages:\n- percent: 10\n  accelerated:\n    |')).toEqual(['bake', 'gates', 'atMost']);
  });

  test('R3.1 offers allowed words where the grammar has a list of them', () => {
    expect(offered('gates:\n  - id: a\n    kind: |')).toEqual(expect.arrayContaining(['absolute', 'baselineRatio', 'canaryScore']));
    expect(offered('gates:\n  - id: a\n    shadow: |')).toEqual(['true', 'false']);
    expect(offered('checks:\n  - id: g\n    moments: [beforeStart, |')).toEqual(['beforeStart', 'afterStage']);
    expect(offered('signoffs:\n  - id: g\n    moments:\n      - |')).toEqual(['beforeStart', 'afterStage']);
  });

  test('R1.12 offers channels, plans and time zones where a plan names them', () => {
    expect(offered('follows: |')).toEqual(['alpha', 'beta', 'stable']);
    expect(offered('next:\n  channel: |')).toEqual(['alpha', 'beta', 'stable']);
    expect(offered('next:\n  plan: |')).toEqual(['beta.yaml', 'canary-24h.yaml']);
    expect(offered('next:\n  start: |')).toEqual(['ask', 'auto']);
    expect(offered('zone: |')).toEqual(expect.arrayContaining(['UTC', 'Europe/Berlin', 'America/New_York']));
  });

  test('R3.1 offers the keys of a query that the adapter of its source reads', () => {
    const metric = (source: string, rest: string): string => `metrics:\n  errors:\n    source: ${source}\n    query:\n      ${rest}`;
    expect(offered(metric('prometheus', '|'))).toEqual(['query', 'samples', 'scale']);
    expect(offered(metric('prometheus', 'query: up\n      |'))).toEqual(['samples', 'scale']);
    expect(offered(metric('console', '|'))).toEqual(['fact', 'over', 'severity']);
    expect(offered(metric('console', 'fact: |'))).toEqual(['mttr', 'rollbacks', 'openIncidents']);
    expect(offered(metric('nobody', '|'))).toEqual([]);
  });

  test('R3.1 offers the names that the plan and the console know where something is referred to', () => {
    expect(offered(behind('    metric: '))).toEqual(['error-rate', 'p95', 'auth-success', 'crash-rate']);
    expect(offered('metrics:\n  a:\n    source: |')).toEqual(['prometheus', 'intake', 'console']);
    expect(offered('checks:\n  - id: g\n    source: |')).toEqual(['guardian']);
    expect(offered('notices: [team-chat, |')).toEqual(['team-chat', 'on call']);
    expect(offered(`${plan}signoffs:\n  - id: go\n    gate: |`)).toEqual(['errors', 'latency', 'sign-in', 'crashes']);
    expect(offered(`${plan}signoffs:\n  - id: go\n    stages: [|`)).toEqual(['10 %', '50 %', '100 %']);
  });

  test('R3.1 offers the next item of a list, and nothing in comments, long texts and quotes', () => {
    expect(offered('stages:\n  |')).toEqual(['- percent:']);
    expect(offered('name: a # |')).toEqual([]);
    expect(offered('metrics:\n  a:\n    query:\n      query: >-\n        sum |')).toEqual([]);
    expect(offered('name: "|')).toEqual([]);
  });

  test('R3.1 reads names from a text that is broken', () => {
    expect(namesIn(`${plan}\n  ]broken: [\n`).gates).toEqual(['errors', 'latency', 'sign-in', 'crashes']);
    expect(namesIn('stages:\n  - name: beta\n    percent: 25 %\n').stages).toEqual(['beta', '25 %']);
  });
});
