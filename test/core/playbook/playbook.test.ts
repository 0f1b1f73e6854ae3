import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPlaybook, stepsOf, suggestionOf, type Playbook } from '../../../main/core/playbook/index.ts';
import { resource } from '../../../main/paths.ts';

function playbookOf(text: string): Playbook {
  const read = readPlaybook(text);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.playbook;
}

function problemsOf(text: string): readonly (readonly [number, string])[] {
  const read = readPlaybook(text);
  return read.ok ? [] : read.problems.map(({ line, message }) => [line, message] as const);
}

const shipped = new Map(
  readdirSync(resource('playbooks')).map((file) => [file, playbookOf(readFileSync(join(resource('playbooks'), file), 'utf8'))]),
);

function bestFor(
  red: { readonly gate: string; readonly title?: string; readonly metric?: string; readonly unit?: string },
  severity: 'P0' | 'P1' = 'P1',
) {
  const gate = { title: red.gate, metric: red.gate, unit: 'rate', ...red };
  const scored = [...shipped].map(([file, playbook]) => ({
    file,
    ...suggestionOf(playbook, { severity, red: [gate], surfaces: ['web'] }),
  }));
  return scored
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ file }) => file);
}

describe('R3.6 playbooks that ship with Tidegate', () => {
  test('R4.10 cover triage, every way back, data, emergency and troubleshooting, each with steps', () => {
    expect([...shipped.keys()].toSorted()).toEqual([
      'access-denied.md',
      'audit-silent.md',
      'component-rollback.md',
      'data-restoration.md',
      'desktop-rollback.md',
      'emergency.md',
      'full-revert.md',
      'latency.md',
      'mobile-halt.md',
      'server-errors.md',
      'troubleshooting.md',
      'web-rollback.md',
    ]);
    for (const playbook of shipped.values()) expect(stepsOf(playbook).length).toBeGreaterThanOrEqual(6);
  });

  test.each([
    [{ gate: 'http-5xx' }, 'server-errors.md'],
    [{ gate: 'errorRate', title: 'Error rate' }, 'server-errors.md'],
    [{ gate: 'p95', title: 'p95 latency', unit: 'ms' }, 'latency.md'],
    [{ gate: 'render', title: 'First render', unit: 'ms' }, 'latency.md'],
    [{ gate: 'auth-success', title: 'Auth success' }, 'access-denied.md'],
    [{ gate: 'forbidden_403' }, 'access-denied.md'],
    [{ gate: 'audit_inserts', title: 'Audit inserts', unit: 'perMinute' }, 'audit-silent.md'],
  ])('R3.6 suggest themselves for the gate %o: %s', (gate, file) => {
    expect(bestFor(gate)[0]).toBe(file);
  });

  test('R3.6 suggest what fits the worst gate before what fits another', () => {
    const gate = (id: string) => ({ gate: id, title: id, metric: id, unit: 'rate' });
    const trouble = { severity: 'P1', red: [gate('errors'), gate('crash-rate')], surfaces: ['mobile', 'web'] } as const;
    const scored = [...shipped]
      .map(([file, playbook]) => ({ file, ...suggestionOf(playbook, trouble) }))
      .toSorted((x, y) => y.score - x.score);
    expect(scored.slice(0, 2).map(({ file }) => file)).toEqual(['server-errors.md', 'mobile-halt.md']);
  });

  test('R4.10 suggest the emergency for P0 and the rollback of the surface, and none of another surface', () => {
    expect(bestFor({ gate: 'unheard' }, 'P0')).toEqual(['emergency.md', 'full-revert.md', 'web-rollback.md']);
    expect(bestFor({ gate: 'unheard' })).toEqual(['web-rollback.md']);
  });
});

describe('R3.6 a playbook file', () => {
  const head = '---\ntitle: Mine\n---\n';

  test('R3.6 is split into steps and what stands between them', () => {
    const { blocks } = playbookOf(`${head}Intro\n\n## Part\n- [ ] One\n  more of it\n- [x] Two\n\nAfter\n`);
    expect(blocks).toMatchObject([
      { kind: 'text', text: 'Intro\n\n## Part', line: 4 },
      { kind: 'step', number: 1, text: 'One\nmore of it', line: 7 },
      { kind: 'step', number: 2, text: 'Two', line: 9 },
      { kind: 'text', text: 'After', line: 11 },
    ]);
  });

  test('R3.6 keeps the name of a step when lines move, and tells equal steps apart', () => {
    const ids = (text: string) => stepsOf(playbookOf(text)).map(({ id }) => id);
    const before = ids(`${head}- [ ] One\n- [ ] Two\n- [ ] One\n`);
    expect(ids(`${head}New words\n\n- [ ] Zero\n- [ ] One\n- [ ] Two\n- [ ] One\n`).slice(1)).toEqual(before);
    expect(new Set(before).size).toBe(3);
  });

  test('R3.6 takes no step from a fenced example', () => {
    const { blocks } = playbookOf(`${head}- [ ] Real\n\n\`\`\`\n- [ ] example\n\`\`\`\n`);
    expect(stepsOf({ blocks })).toHaveLength(1);
  });

  test('R3.6 is refused with the line and what to do', () => {
    expect(problemsOf('No head')).toEqual([[1, expect.stringContaining('must begin with a head')]]);
    expect(problemsOf('---\nabout: x\n---\n- [ ] a\n')).toEqual([[2, expect.stringContaining('needs a title')]]);
    expect(problemsOf('---\ntitle: x\nfit: 3\n---\n- [ ] a\n')).toEqual([[3, expect.stringContaining('Known keys: title, about')]]);
    expect(problemsOf('---\ntitle: x\nfits:\n  surfaces: [toaster]\n---\n- [ ] a\n')).toEqual([[4, expect.stringContaining('web')]]);
    expect(problemsOf('---\ntitle: [x\n---\n- [ ] a\n')[0]?.[1]).toContain('YAML');
    expect(problemsOf(`${head}Nothing to do`)).toEqual([[4, expect.stringContaining('no step')]]);
    expect(problemsOf(`${head}- [ ] {{versoin}}\n- [ ] [x](tidegate:launch)\n`)).toEqual([
      [4, expect.stringContaining('{{versoin}} is not known')],
      [5, expect.stringContaining('Known places: contain')],
    ]);
  });

  test('R3.6 reads files with Windows line ends', () => {
    expect(stepsOf(playbookOf(`${head}- [ ] One\n`.replaceAll('\n', '\r\n')))).toMatchObject([{ text: 'One', line: 4 }]);
  });
});
