import { useMantineColorScheme } from '@mantine/core';
import { Suspense, useCallback, useEffect, useState } from 'react';
import type { StatusRow } from '../../main/contract/shapes.ts';
import { ContainmentDialog } from '../parts/containment/dialog.tsx';
import { EmergencyDialog } from '../parts/emergency/dialog.tsx';
import { Empty, Loading } from '../parts/states.tsx';
import { followEngineClock } from '../stores/clock.ts';
import { usePage } from '../stores/page.ts';
import { findRoute } from '../stores/match-path.ts';
import { realHref, useRouter } from '../stores/router.ts';
import { useRecovery } from '../stores/safety.ts';
import { settingsStore } from '../stores/settings.ts';
import { useStatus } from '../stores/status.ts';
import { drillRoutes, helpSheet as HelpSheet, recoveryView as RecoveryView, routes, setupView as SetupView } from '../views/index.ts';
import { DrillFrame } from './drill-frame.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { useKeys } from './keys.ts';
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import classes from './shell.module.css';
import { RecoveryBanner } from './recovery-banner.tsx';
import { TopBar } from './top-bar.tsx';
import { usePaletteActions } from './use-palette-actions.ts';

const everything = {};

/** The window follows the stored theme, whatever changed it. */
function useStoredTheme(): void {
  const { answer } = settingsStore.use(everything);
  const { setColorScheme } = useMantineColorScheme();
  const theme = answer?.theme;
  useEffect(() => {
    if (theme !== undefined) setColorScheme(theme === 'system' ? 'auto' : theme);
  }, [theme, setColorScheme]);
}

/** Countdowns run on the engine's clock, whichever way its status came. */
function useEngineClock(status: StatusRow | null): void {
  useEffect(() => {
    if (status) followEngineClock(status.now);
  }, [status]);
}

/** The open view; in recovery its page takes the place of Home, and every other view says that nothing runs. */
function Shown({ path, needsSetup }: { readonly path: string; readonly needsSetup: boolean }) {
  const recovery = useRecovery();
  if (recovery !== null && path === '/') return <RecoveryView params={{}} />;
  if (needsSetup && recovery === null) return <SetupView params={{}} />;
  return (
    <>
      {path === '/recovery' ? null : <RecoveryBanner />}
      <Current path={path} />
    </>
  );
}

function Current({ path }: { readonly path: string }) {
  const drill = useRouter((state) => state.world) === 'drill';
  const found = findRoute(drill ? drillRoutes : routes, path);
  if (!found && drill) return <NotInDrill path={path} />;
  if (!found) return <Empty title="There is no such view">Nothing lives at {path}. Choose a place on the left.</Empty>;
  const View = found.route.view;
  return <View params={found.params} />;
}

function NotInDrill({ path }: { readonly path: string }) {
  return (
    <Empty title="Not part of a fire drill">
      What lies here belongs to the real console. <a href={realHref(path)}>Open it there</a>; the drill goes on meanwhile.
    </Empty>
  );
}

/** Rail, top bar and the open view; inside a drill with a frame that says so. */
export function Shell() {
  const world = useRouter((state) => state.world);
  if (world === 'real') return <Console />;
  return (
    <DrillFrame>
      <Console />
    </DrillFrame>
  );
}

function Console() {
  const path = useRouter((state) => state.path);
  const status = useStatus();
  const pageTitle = usePage((state) => state.title);
  const [help, setHelp] = useState(false);
  const title = findRoute(routes, path)?.route.title ?? 'Tidegate';
  useStoredTheme();
  useEngineClock(status);
  usePaletteActions();
  useKeys(useCallback(() => setHelp(true), []));
  useEffect(() => {
    document.title = `${pageTitle ?? title} · Tidegate`;
  }, [pageTitle, title]);
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main" onClick={skipToMain}>
        Skip to the content
      </a>
      <Rail path={path} />
      <TopBar title={status?.needsSetup === true ? 'Welcome' : title} />
      <main id="main" className={classes.main} tabIndex={-1}>
        <div className={classes.inner}>
          <ErrorBoundary key={path}>
            <Suspense fallback={<Loading rows={6} />}>
              <Shown path={path} needsSetup={status?.needsSetup === true} />
            </Suspense>
          </ErrorBoundary>
        </div>
      </main>
      <Palette />
      <ContainmentDialog />
      <EmergencyDialog />
      {help ? (
        <Suspense fallback={null}>
          <HelpSheet opened onClose={() => setHelp(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}

/** The address bar belongs to the router, so the skip link moves the focus itself. */
function skipToMain(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
