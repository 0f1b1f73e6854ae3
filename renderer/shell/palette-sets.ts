import type { RolloutRow } from '../../main/contract/shapes.ts';
import type { ScenarioRow, Settings } from '../../main/contract/system.ts';
import type { ReleaseGroup } from '../stores/fleet.ts';
import type { PaletteAction } from '../stores/palette.ts';

interface ReleaseDeeds {
  readonly open: (lane: RolloutRow) => void;
  readonly hold: (lanes: readonly RolloutRow[]) => void;
  readonly contain: (release: ReleaseGroup) => void;
  readonly emergency: (release: ReleaseGroup) => void;
  /** Whether this person may hold and roll back. */
  readonly may: boolean;
}

/** Open, hold and roll back for each release that is rolling. */
export function releaseActions(releases: readonly ReleaseGroup[], deeds: ReleaseDeeds): readonly PaletteAction[] {
  return releases.flatMap((release) => {
    const name = `${release.applicationName} ${release.version}`;
    const running = release.lanes.filter((lane) => lane.state === 'running');
    const lanes = release.lanes.map((lane) => ({
      id: `open-${lane.id}`,
      label: `Open ${name} ${lane.targetName}`,
      description: lane.next.sentence,
      group: 'Rolling now',
      run: () => deeds.open(lane),
    }));
    if (!deeds.may) return lanes;
    const hold: PaletteAction = {
      id: `hold-${release.key}`,
      label: `Hold ${name}`,
      description: `Freezes ${targetsInWords(running)} where it is; nothing is taken back`,
      group: 'Rolling now',
      keywords: ['freeze', 'stop', 'pause'],
      run: () => deeds.hold(running),
    };
    const contain: PaletteAction = {
      id: `contain-${release.key}`,
      label: `Contain ${name}…`,
      description: `Rolls back ${targetsInWords(release.lanes)}, after one confirmation`,
      group: 'Rolling now',
      keywords: ['rollback', 'roll back', 'undo'],
      run: () => deeds.contain(release),
    };
    const emergency: PaletteAction = {
      id: `emergency-${release.key}`,
      label: `Emergency: take back ${name}…`,
      description: 'Takes it back everywhere at once and pages everybody, after one confirmation',
      group: 'Rolling now',
      keywords: ['emergency', 'page', 'all hands', 'rollback', 'p0'],
      run: () => deeds.emergency(release),
    };
    return [...lanes, ...(running.length > 0 ? [hold] : []), contain, emergency];
  });
}

function targetsInWords(lanes: readonly RolloutRow[]): string {
  return lanes.map((lane) => lane.targetName).join(', ');
}

interface ConsoleDeeds {
  readonly verify: () => void;
  readonly backup: (() => void) | null;
  readonly theme: Settings['theme'];
  readonly setTheme: (theme: Settings['theme']) => void;
}

const themeLabels: Readonly<Record<Settings['theme'], string>> = {
  light: 'Use the light theme',
  dark: 'Use the dark theme',
  system: 'Use the theme of the system',
};

/** What the console itself offers from anywhere. */
export function consoleActions(deeds: ConsoleDeeds): readonly PaletteAction[] {
  const themes = (['light', 'dark', 'system'] as const).filter((theme) => theme !== deeds.theme);
  const backup: readonly PaletteAction[] =
    deeds.backup === null
      ? []
      : [
          {
            id: 'backup',
            label: 'Back up now',
            description: 'Copies the database, also while releases roll',
            group: 'Console',
            run: deeds.backup,
          },
        ];
  return [
    {
      id: 'verify-audit',
      label: 'Verify the audit chain',
      description: 'Recomputes the hash of every entry',
      group: 'Console',
      run: deeds.verify,
    },
    ...backup,
    ...themes.map((theme) => ({
      id: `theme-${theme}`,
      label: themeLabels[theme],
      group: 'Console',
      keywords: ['theme', 'appearance', 'dark', 'light'],
      run: () => deeds.setTheme(theme),
    })),
  ];
}

/** One action per scenario of the practice fleet. */
export function scenarioActions(scenarios: readonly ScenarioRow[], play: (scenario: ScenarioRow) => void): readonly PaletteAction[] {
  return scenarios.map((scenario) => ({
    id: `play-${scenario.id}`,
    label: `Play: ${scenario.title}`,
    description: scenario.summary,
    group: 'Practice fleet',
    keywords: ['scenario', 'drill', 'practice'],
    run: () => play(scenario),
  }));
}
