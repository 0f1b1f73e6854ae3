import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import './theme.css';
import './shell/overrides.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useLayoutEffect } from 'react';
import { createDrillLink } from './drill-link.ts';
import type { Link } from './link.ts';
import { Shell } from './shell/shell.tsx';
import { startClock } from './stores/clock.ts';
import { closeContainment } from './stores/containment.ts';
import { closeEmergency } from './stores/emergency.ts';
import { forgetEverything, startFeed } from './stores/feed.ts';
import { navigateReal, startRouter, useRouter } from './stores/router.ts';
import { theme, variables } from './theme.ts';

/** The whole window over one link to the engine. */
export function App({ link }: { readonly link: Link }) {
  const world = useRouter((state) => state.world);
  // A layout effect, so that the link stands before the views' own effects ask through it.
  useLayoutEffect(() => {
    const ends = [
      startFeed(world === 'drill' ? createDrillLink(link) : link, link),
      startRouter(),
      startClock(),
      link.onNavigate(navigateReal),
    ];
    return () => {
      for (const end of ends) end();
      // Answers and open dialogs of one console never show in the other.
      if (useRouter.getState().world === world) return;
      forgetEverything();
      closeContainment();
      closeEmergency();
    };
  }, [link, world]);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={4} transitionDuration={120} />
      <Shell key={world} />
    </MantineProvider>
  );
}
