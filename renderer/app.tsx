import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import './theme.css';
import './shell/overrides.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useLayoutEffect } from 'react';
import type { Link } from './link.ts';
import { Shell } from './shell/shell.tsx';
import { startClock } from './stores/clock.ts';
import { startFeed } from './stores/feed.ts';
import { navigate, startRouter } from './stores/router.ts';
import { theme, variables } from './theme.ts';

/** The whole window over one link to the engine. */
export function App({ link }: { readonly link: Link }) {
  // A layout effect, so that the link stands before the views' own effects ask through it.
  useLayoutEffect(() => {
    const ends = [startFeed(link), startRouter(), startClock(), link.onNavigate(navigate)];
    return () => {
      for (const end of ends) end();
    };
  }, [link]);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={4} transitionDuration={120} />
      <Shell />
    </MantineProvider>
  );
}
