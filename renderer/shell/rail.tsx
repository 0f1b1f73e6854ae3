import { Tooltip } from '@mantine/core';
import {
  IconActivityHeartbeat,
  IconAlertOctagon,
  IconBook2,
  IconFlame,
  IconHistoryToggle,
  IconHome,
  IconListCheck,
  IconPlugConnected,
  IconSettings,
} from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';
import { href, useRouter } from '../stores/router.ts';
import classes from './rail.module.css';

interface Place {
  readonly path: string;
  readonly label: string;
  readonly keys: string;
  readonly icon: Icon;
}

/** The places of the left rail, in order; `g` and a letter goes to each. */
export const places: readonly Place[] = [
  { path: '/', label: 'Home', keys: 'g h', icon: IconHome },
  { path: '/health', label: 'Health', keys: 'g d', icon: IconActivityHeartbeat },
  { path: '/incidents', label: 'Incidents', keys: 'g i', icon: IconAlertOctagon },
  { path: '/plans', label: 'Plans', keys: 'g p', icon: IconListCheck },
  { path: '/drills', label: 'Fire drills', keys: 'g f', icon: IconFlame },
  { path: '/backtest', label: 'Backtest', keys: 'g b', icon: IconHistoryToggle },
  { path: '/audit', label: 'Audit', keys: 'g a', icon: IconBook2 },
  { path: '/connections', label: 'Connections', keys: 'g c', icon: IconPlugConnected },
  { path: '/settings', label: 'Settings', keys: 'g s', icon: IconSettings },
];

/** Places that a fire drill has too. */
const inDrill: readonly string[] = ['/', '/incidents'];

/** The rail entry a path belongs to; rollouts are part of Home. */
function placeOf(path: string): string {
  const found = places.find((place) => place.path !== '/' && (path === place.path || path.startsWith(`${place.path}/`)));
  return found?.path ?? '/';
}

function Logo() {
  return (
    <svg width="22" height="22" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden>
      <path d="M5 3v18M19 3v18M5 6.5h14M5 11h14" />
      <path d="M2 17.5c1.7-1.6 3.3-1.6 5 0s3.3 1.6 5 0 3.3-1.6 5 0 3.3 1.6 5 0" />
    </svg>
  );
}

/** The icon rail; each icon says its name and keys on hover and focus. */
export function Rail({ path }: { readonly path: string }) {
  const current = placeOf(path);
  const drill = useRouter((state) => state.world) === 'drill';
  const shown = drill ? places.filter((place) => inDrill.includes(place.path)) : places;
  return (
    <nav className={classes.rail} aria-label="Main">
      <span className={classes.logo}>
        <Logo />
      </span>
      {shown.map(({ path: to, label, keys, icon: PlaceIcon }) => (
        <Tooltip key={to} label={`${label} · ${keys}`} position="right">
          <a
            className={`${classes.link} ${to === '/settings' ? classes.end : ''}`}
            href={href(to)}
            aria-label={label}
            aria-current={to === current ? 'page' : undefined}
          >
            <PlaceIcon size={19} stroke={1.7} aria-hidden />
          </a>
        </Tooltip>
      ))}
    </nav>
  );
}
