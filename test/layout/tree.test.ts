import { describe, expect, test } from 'vitest';
import { partsOfEntries } from '../support/import-graph.ts';
import { importTable } from '../support/import-table.ts';
import { ourFiles, read } from '../support/repository.ts';

/** The top level of R6.5. */
const product = ['README.md', 'electron-builder.yml', 'main', 'package.json', 'preload', 'renderer', 'resources', 'test', 'tsconfig.json'];
/** What tools and readers of a repository look for at its top. */
const expectedByTools = [
  '.ci',
  '.gitattributes',
  '.gitignore',
  '.npmrc',
  '.oxlintrc.json',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'LICENSE',
  'SECURITY.md',
  'biome.json',
  'package-lock.json',
  'playwright.config.ts',
  'tsconfig.base.json',
  'vite.config.ts',
  'vitest.config.ts',
];

const files = ourFiles();
const text = files.filter((file) => !/\.(png|ico|icns|woff2|db|gz)$/.test(file) && file !== 'package-lock.json');
const written = text.filter((file) => !file.startsWith('test/recorded/'));
const code = written.filter((file) => /\.(ts|tsx|mts|mjs|js|cjs|css)$/.test(file));
const typed = code.filter((file) => /\.(ts|tsx|mts)$/.test(file) && !file.startsWith('test/layout/'));

function linesMatching(list: readonly string[], pattern: RegExp): string[] {
  return list.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
  );
}

describe('R6.5 the tree', () => {
  test('R6.5 has the fixed top level and nothing else', () => {
    const top = new Set(files.map((file) => file.split('/')[0] ?? ''));
    expect([...top].filter((name) => !product.includes(name) && !expectedByTools.includes(name))).toEqual([]);
    expect(product.filter((name) => !top.has(name))).toEqual([]);
  });

  test('design 1 has only the rooms of the plan in main', () => {
    const rooms = new Set(files.filter((file) => /^main\/[^/]+\//.test(file)).map((file) => file.split('/')[1] ?? ''));
    expect([...rooms].filter((room) => !(room in importTable) && !partsOfEntries.has(room))).toEqual([]);
  });

  test('R6.5 names files in kebab case', () => {
    const names = code.map((file) => file.split('/').at(-1) ?? '');
    expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.[a-z]+$/.test(name))).toEqual([]);
  });
});

describe('R6.1 the sources', () => {
  test('R6.1 have no file over 500 lines', () => {
    expect(code.filter((file) => read(file).split('\n').length > 501)).toEqual([]);
  });

  test('R6.1 have no any', () => {
    expect(linesMatching(typed, /^(?!\s*(\/\*|\*|\/\/)).*(:|\bas|<|,|\|)\s*any\b(?!\s+[a-z])/)).toEqual([]);
  });

  test('R6.1 switch no check off without a reason', () => {
    expect(linesMatching(typed, /@ts-(ignore|nocheck|expect-error)|(eslint|oxlint|biome)-(disable|ignore)(?!.* -- )/)).toEqual([]);
  });

  test('R6.1 have nothing left to do', () => {
    expect(linesMatching(code, new RegExp(['\\b(TO', 'DO|FIX', 'ME)\\b'].join('')))).toEqual([]);
  });

  test('R6.1 take the time as a value in every room behind the entries', () => {
    const rooms = code.filter((file) => /^main\/(core|contract|store|adapters|engine|commands|doors|practice)\//.test(file));
    expect(linesMatching(rooms, /new Date\(\)|performance\.now\(\)/)).toEqual([]);
  });

  test('design 5 name no path of the machine they were written on and no package registry', () => {
    const folders = ['work', 'tmp', 'root', 'Users'].join('|');
    expect(linesMatching(written, new RegExp(`(^|[\\s"'\`(=:])/(${folders})/[a-z]`))).toEqual([]);
    expect(
      linesMatching(written, new RegExp(`https?://[^\\s"'\`]*(${['registry', 'artifactory', 'nexus', 'verdaccio'].join('|')})[./:-]`)),
    ).toEqual([]);
  });

  test('R6.1 have no test that is switched off', () => {
    const tests = code.filter((file) => /\.(test|spec)\.tsx?$/.test(file));
    expect(linesMatching(tests, /\b(test|describe|it)\.(only|skip|todo|fixme)\b/)).toEqual([]);
  });
});
