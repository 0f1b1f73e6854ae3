import { describe, expect, test } from 'vitest';
import { type Arrow, arrowsOf, judge, roomOf } from '../support/import-graph.ts';
import { importTable } from '../support/import-table.ts';
import { filesIn, read } from '../support/repository.ts';

const sources = ['main', 'preload', 'renderer'].flatMap(filesIn).filter((file) => /\.tsx?$/.test(file));
const real: Arrow[] = sources.flatMap((file) => arrowsOf(file, read(file)));

const value = (from: string, to: string): Arrow => ({ from, to, typesOnly: false });
const type = (from: string, to: string): Arrow => ({ from, to, typesOnly: true });

describe('design 1 keeps the import table', () => {
  test('design 1 has no arrow outside the table', () => {
    expect(real.length).toBeGreaterThan(0);
    expect(real.map(judge).filter((problem) => problem !== null)).toEqual([]);
  });

  test('design 1 has every room of main in the table', () => {
    expect([...new Set(sources.map(roomOf))].toSorted()).toEqual(Object.keys(importTable).toSorted());
  });

  test('design 1 has nothing that imports a test', () => {
    expect(real.filter((arrow) => /(^|\/)test\//.test(arrow.to) || /\.test\.tsx?$/.test(arrow.to))).toEqual([]);
  });
});

describe('design 1 notices a made-up bad arrow', () => {
  test.each([
    value('main/core/gates/absolute.ts', 'node:fs'),
    value('main/core/gates/absolute.ts', '../../store/open.ts'),
    type('main/core/gates/absolute.ts', '../../contract/index.ts'),
    value('main/core/plan/read.ts', 'pino'),
    value('main/contract/system.ts', 'node:crypto'),
    type('main/contract/system.ts', '../engine/index.ts'),
    value('main/store/open.ts', '../adapters/http/client.ts'),
    value('main/adapters/platforms/index.ts', '../../store/open.ts'),
    value('main/adapters/platforms/index.ts', 'better-sqlite3'),
    value('main/engine/tick.ts', '../commands/index.ts'),
    value('main/engine/tick.ts', '../practice/fleet.ts'),
    value('main/engine/tick.ts', 'better-sqlite3'),
    value('main/commands/index.ts', '../adapters/errors.ts'),
    value('main/commands/index.ts', '../doors/http.ts'),
    value('main/doors/http.ts', '../commands/index.ts'),
    value('main/doors/http.ts', '../core/words.ts'),
    type('main/doors/http.ts', '../store/open.ts'),
    value('main/practice/fleet.ts', '../core/gates/index.ts'),
    type('main/practice/fleet.ts', '../contract/index.ts'),
    value('main/commands/index.ts', '../practice/fleet.ts'),
    value('main/headless.ts', 'electron'),
    value('main/cli/session.ts', 'electron'),
    value('main/engine/tick.ts', '../desktop/run.ts'),
    value('main/app.ts', '../renderer/link.ts'),
    value('main/app.ts', '../test/support/repository.ts'),
    value('preload/index.ts', '../main/core/words.ts'),
    value('preload/index.ts', 'zod'),
    value('renderer/link.ts', '../main/store/open.ts'),
    value('renderer/link.ts', '../main/start.ts'),
    value('renderer/link.ts', 'electron'),
    value('renderer/link.ts', 'node:path'),
    value('renderer/views/home/index.tsx', 'recharts'),
    value('renderer/link.ts', './stores/feed'),
    value('main/store/open.ts', 'fs'),
    value('main/unknown-room/thing.ts', './other.ts'),
  ])('design 1 refuses $from -> $to', (arrow) => {
    expect(judge(arrow)).toContain(arrow.from);
  });

  test.each([
    value('main/core/gates/absolute.ts', './index.ts'),
    value('main/engine/tick.ts', '../store/open.ts'),
    type('main/doors/http.ts', '../commands/index.ts'),
    value('main/practice/fleet.ts', '../core/model/release.ts'),
    value('main/practice/scenarios.ts', '../../resources/practice/crash.json'),
    value('main/app.ts', 'electron'),
    value('renderer/charts/share.tsx', 'recharts'),
    value('renderer/main.tsx', '@mantine/core/styles.css'),
  ])('design 1 allows $from -> $to', (arrow) => {
    expect(judge(arrow)).toBeNull();
  });

  test('design 1 sees every way to import', () => {
    const source = `
      import type { A } from './types.ts';
      import { type B, c } from './mixed.ts';
      import './effect.css';
      export * from './all.ts';
      export type { D } from './exported-types.ts';
      const lazy = () => import('./lazy.ts');
      type E = import('./inline-type.ts').E;
      const old = require('./old.cjs');`;
    expect(arrowsOf('main/core/x.ts', source).map((arrow) => `${arrow.typesOnly ? 'type ' : ''}${arrow.to}`)).toEqual([
      'type ./types.ts',
      './mixed.ts',
      './effect.css',
      './all.ts',
      'type ./exported-types.ts',
      './lazy.ts',
      'type ./inline-type.ts',
      './old.cjs',
    ]);
  });
});
