import { expect, test } from 'vitest';
import { type LockEntry, lockProblems } from '../support/check-lock.mjs';

const good: LockEntry = { version: '1.0.0', license: 'MIT', integrity: 'sha512-x' };

const problems = (packages: Record<string, LockEntry>): string[] => lockProblems({}, { packages });

test('R6.1 accepts a complete lock', () => {
  const platform = { ...good, optionalDependencies: { 'tool-linux': '1.0.0' } };
  expect(problems({ 'node_modules/tool': platform, 'node_modules/tool-linux': good })).toEqual([]);
  expect(problems({ 'node_modules/a/node_modules/tool': platform, 'node_modules/a/node_modules/tool-linux': good })).toEqual([]);
});

test('R6.1 notices a platform package that is named but not locked', () => {
  const platform = { ...good, optionalDependencies: { 'tool-linux': '1.0.0' } };
  expect(problems({ 'node_modules/tool': platform })).toEqual(['node_modules/tool names tool-linux@1.0.0, which is not locked']);
  expect(problems({ 'node_modules/tool': platform, 'node_modules/a/node_modules/tool-linux': good })).toHaveLength(1);
});

test('R6.1 notices licences that are not permissive, except of build tools', () => {
  expect(problems({ 'node_modules/x': { ...good, license: 'AGPL-3.0' } })).toEqual(['x@1.0.0 has the licence AGPL-3.0']);
  expect(problems({ 'node_modules/x': { ...good, license: '(GPL-2.0 OR MIT)' } })).toEqual([]);
  expect(problems({ 'node_modules/x': { ...good, license: 'MIT AND GPL-2.0' } })).toHaveLength(1);
  expect(problems({ 'node_modules/lightningcss-linux-x64-gnu': { ...good, license: 'MPL-2.0', dev: true } })).toEqual([]);
  expect(problems({ 'node_modules/lightningcss': { ...good, license: 'MPL-2.0' } })).toHaveLength(1);
});

test('R6.1 notices addresses, missing hashes and version ranges', () => {
  expect(problems({ 'node_modules/x': { ...good, resolved: 'https://example.org/x.tgz' } })).toHaveLength(1);
  expect(problems({ 'node_modules/x': { version: '1.0.0', license: 'MIT' } })).toEqual(['node_modules/x has no integrity hash']);
  expect(lockProblems({ devDependencies: { x: '^1.0.0' } }, { packages: {} })).toEqual([
    'package.json: x is ^1.0.0; pin one exact version',
  ]);
});
