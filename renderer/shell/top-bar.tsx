import { Tooltip } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import type { StatusRow } from '../../main/contract/shapes.ts';
import { absolute, clockTime } from '../format.ts';
import { useNow } from '../stores/clock.ts';
import { useFeed } from '../stores/feed.ts';
import { usePage } from '../stores/page.ts';
import { href } from '../stores/router.ts';
import { freshSources, useStatus } from '../stores/status.ts';
import classes from './top-bar.module.css';

function NeedsPill({ status }: { readonly status: StatusRow }) {
  if (status.needsYou === 0) return null;
  return (
    <a className={`${classes.pill} ${classes.danger}`} href={href('/')}>
      <i aria-hidden>▲</i>
      <span>
        {status.needsYou} {status.needsYou === 1 ? 'needs you' : 'need you'}
      </span>
    </a>
  );
}

function SourcesPill({ status }: { readonly status: StatusRow }) {
  const now = useNow();
  if (status.offlineSince !== null) {
    return (
      <Tooltip label={`Nothing answers since ${absolute(status.offlineSince)}. Everything stored can still be read.`}>
        <a className={`${classes.pill} ${classes.warning}`} href={href('/connections')}>
          <i aria-hidden>◌</i>
          <span>offline since {clockTime(status.offlineSince, now)}</span>
        </a>
      </Tooltip>
    );
  }
  const { fresh, all } = freshSources(status);
  if (all === 0) return null;
  const silent = status.sources.filter((source) => source.failingSince !== null);
  const answered =
    silent.length === 0 ? 'Every source answered when last asked' : `Silent: ${silent.map((source) => source.name).join(', ')}`;
  // Sources are only asked while something rolls.
  const watched = status.worst !== null;
  const label = watched ? answered : `Sources are asked while something rolls. ${answered}`;
  const tone = !watched ? classes.quiet : fresh === 0 ? classes.danger : silent.length > 0 ? classes.warning : classes.good;
  return (
    <Tooltip label={label}>
      <a className={`${classes.pill} ${tone}`} href={href('/connections')}>
        <i aria-hidden>{!watched ? '·' : silent.length === 0 ? '●' : '◌'}</i>
        <span>{watched ? `${fresh} of ${all} sources fresh` : `${all} sources at rest`}</span>
      </a>
    </Tooltip>
  );
}

function Pills({ status }: { readonly status: StatusRow }) {
  const connected = useFeed((state) => state.connected);
  return (
    <div className={classes.pills}>
      <NeedsPill status={status} />
      <SourcesPill status={status} />
      {status.practice ? (
        <Tooltip label="Everything here plays on the embedded practice fleet: no real user is touched.">
          <a className={`${classes.pill} ${classes.practice}`} href={href('/settings')}>
            practice fleet
          </a>
        </Tooltip>
      ) : null}
      {connected ? null : (
        <span className={`${classes.pill} ${classes.warning}`} role="status">
          <i aria-hidden>◌</i>
          <span>reconnecting to the console</span>
        </span>
      )}
    </div>
  );
}

/** Title of the open view, fleet pills, search, and who sits here with which role. */
export function TopBar({ title }: { readonly title: string }) {
  const status = useStatus();
  const page = usePage();
  const modifier = navigator.platform.startsWith('Mac') ? '⌘K' : 'Ctrl K';
  return (
    <header className={classes.bar}>
      <h1 className={classes.title}>
        <span>{page.title ?? title}</span>
        {page.detail === '' ? null : <span className={classes.detail}>{page.detail}</span>}
      </h1>
      {page.mark}
      {status ? <Pills status={status} /> : null}
      <div className={classes.end}>
        <button type="button" className={classes.search} onClick={() => spotlight.open()}>
          <IconSearch size={14} aria-hidden />
          <span>Search or run a command</span>
          <kbd className={classes.keys}>{modifier}</kbd>
        </button>
        {status ? (
          <div className={classes.actor}>
            {status.actor}
            <small>{status.role}</small>
          </div>
        ) : null}
      </div>
    </header>
  );
}
