import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import type { ScenarioRow, Settings } from '../../main/contract/system.ts';
import { backupList } from '../stores/backups.ts';
import { openContainment } from '../stores/containment.ts';
import { openEmergency } from '../stores/emergency.ts';
import { ask } from '../stores/feed.ts';
import { groupReleases, useHome } from '../stores/fleet.ts';
import { holdLanes } from '../stores/hold.ts';
import { registerActions } from '../stores/palette.ts';
import { scenarioList } from '../stores/practice.ts';
import { newKey } from '../stores/press.ts';
import { navigate, useRouter } from '../stores/router.ts';
import { settingsStore } from '../stores/settings.ts';
import { useMay, useStatus } from '../stores/status.ts';
import { tellResult } from '../stores/tell.ts';
import { verifyChain } from '../stores/verify.ts';
import { suggestReason } from '../views/home/suggest-reason.ts';
import { consoleActions, releaseActions, scenarioActions } from './palette-sets.ts';

const everything = {};

async function backUp(): Promise<void> {
  tellResult(await ask('system.backup', {}, newKey()), 'Backup made', 'No backup was made');
  backupList.askAgain();
}

async function play(scenario: ScenarioRow): Promise<void> {
  const result = await ask('practice.play', { scenario: scenario.id }, newKey());
  tellResult(result, `${scenario.title} plays now. Watch: ${scenario.watch}`, 'The scenario did not start');
  scenarioList.askAgain();
  if (result.ok) navigate('/');
}

function verify(): void {
  navigate('/audit');
  void verifyChain();
}

/** Keeps the palette's own sets current: rolling releases, the console, and the practice fleet. */
export function usePaletteActions(): void {
  useReleaseSet();
  useConsoleSet();
  useScenarioSet();
}

function useReleaseSet(): void {
  const { answer } = useHome();
  const may = useMay('operator');
  const rolling = answer?.rolling;
  useEffect(() => {
    const releases = groupReleases(rolling ?? []);
    return registerActions(
      'releases',
      releaseActions(releases, {
        open: (lane) => navigate(`/rollouts/${encodeURIComponent(lane.id)}`),
        hold: (lanes) => void holdLanes(lanes),
        contain: ({ applicationId, applicationName, version, lanes }) =>
          openContainment({ applicationId, applicationName, version, suggestion: suggestReason(lanes) }),
        emergency: ({ applicationId, applicationName, version, lanes }) =>
          openEmergency({ applicationId, applicationName, version, suggestion: suggestReason(lanes) }),
        may,
      }),
    );
  }, [rolling, may]);
}

function useConsoleSet(): void {
  const { answer } = settingsStore.use(everything);
  const { setColorScheme } = useMantineColorScheme();
  const may = useMay('operator');
  const drill = useRouter((state) => state.world) === 'drill';
  const theme = answer?.theme ?? 'system';
  useEffect(() => {
    async function choose(next: Settings['theme']): Promise<void> {
      setColorScheme(next === 'system' ? 'auto' : next);
      const result = await ask('system.saveSettings', { theme: next }, newKey());
      if (!result.ok) tellResult(result, '', 'The theme is not stored');
      settingsStore.askAgain();
    }
    // Backups, the audit chain and the theme belong to the real console.
    if (drill) return undefined;
    return registerActions(
      'console',
      consoleActions({ verify, backup: may ? () => void backUp() : null, theme, setTheme: (next) => void choose(next) }),
    );
  }, [theme, may, drill, setColorScheme]);
}

function useScenarioSet(): void {
  const practice = useStatus()?.practice === true;
  const may = useMay('operator');
  const { answer } = scenarioList.use(practice && may ? everything : null);
  useEffect(
    () => registerActions('practice', practice && may ? scenarioActions(answer ?? [], (scenario) => void play(scenario)) : []),
    [answer, practice, may],
  );
}
