import { describe, expect, test } from 'vitest';
import { consoleActions, releaseActions, scenarioActions } from '../../../renderer/shell/palette-sets.ts';
import { groupReleases } from '../../../renderer/stores/fleet.ts';
import { groupShortcuts } from '../../../renderer/views/help/groups.ts';
import { rolling } from '../../support/fixture/fleet.ts';
import { scenarios } from '../../support/fixture/records.ts';

const nothing = () => undefined;
const deeds = { open: nothing, hold: nothing, contain: nothing, emergency: nothing };

describe('command palette', () => {
  test('R6.3 offers hold and contain for each release to those who may', () => {
    const labels = releaseActions(groupReleases(rolling), { ...deeds, may: true }).map((action) => action.label);
    expect(labels).toEqual(
      expect.arrayContaining(['Open Pryde 1.2.3 Web', 'Hold Pryde 1.2.3', 'Contain Pryde 1.2.3…', 'Emergency: take back Pryde 1.2.3…']),
    );
    const viewed = releaseActions(groupReleases(rolling), { ...deeds, may: false }).map((action) => action.label);
    expect(viewed.filter((label) => !label.startsWith('Open'))).toEqual([]);
  });

  test('R6.3 holds only lanes that run', () => {
    const lanes = rolling.map((lane) => ({ ...lane, state: 'held' as const }));
    const labels = releaseActions(groupReleases(lanes), { ...deeds, may: true }).map((action) => action.label);
    expect(labels.filter((label) => label.startsWith('Hold'))).toEqual([]);
  });

  test('design 6 offers the themes that are not in use', () => {
    const ids = consoleActions({ verify: nothing, backup: null, theme: 'dark', setTheme: nothing }).map((action) => action.id);
    expect(ids).toEqual(['verify-audit', 'theme-light', 'theme-system']);
  });

  test('R6.1 offers each scenario by its title', () => {
    expect(scenarioActions(scenarios, nothing)[0]?.label).toBe('Play: A good release');
  });
});

describe('help sheet', () => {
  test('design 6 gathers shortcuts under their headings, those of everywhere first', () => {
    const shortcut = { keys: 'j', label: 'Next lane', group: 'Home', run: nothing };
    const groups = groupShortcuts([shortcut, { ...shortcut, keys: '?', label: 'Help', group: 'Everywhere' }], '⌘');
    expect(groups.map((group) => group.name)).toEqual(['Everywhere', 'Home']);
    expect(groups[0]?.lines.map((line) => line.keys)).toEqual(['⌘+K', 'Esc', '?']);
  });
});
