import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { desktopWorkspace } from '../main/workspace.ts';

function places(): { former: string; common: string; make(folder: string): void } {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-desktop-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return {
    former: join(folder, 'former'),
    common: join(folder, 'common'),
    make(place) {
      mkdirSync(place);
      writeFileSync(join(place, 'tidegate.db'), '');
    },
  };
}

test('design 5 opens the same workspace in the window as on the command line', () => {
  const { former, common, make } = places();
  expect(desktopWorkspace(former, common, undefined)).toEqual({ folder: common, notice: null });
  make(former);
  make(common);
  expect(desktopWorkspace(former, common, undefined)).toEqual({ folder: common, notice: null });
});

test('design 5 uses the workspace of an earlier version in place and says so, unless another one is chosen', () => {
  const { former, common, make } = places();
  make(former);
  expect(desktopWorkspace(former, common, undefined)).toEqual({ folder: former, notice: expect.stringContaining(former) });
  expect(desktopWorkspace(former, common, common)).toEqual({ folder: common, notice: null });
});
