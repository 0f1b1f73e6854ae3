import { Anchor, Loader } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconFlag, IconHelpCircle } from '@tabler/icons-react';
import type { ContainmentRow } from '../../../main/contract/containment.ts';
import { atHead, duration, keepUnits, users } from '../../format.ts';
import { href } from '../../stores/router.ts';
import { RelativeTime } from '../time.tsx';
import classes from './standing.module.css';
import { StandingButtons } from './standing-buttons.tsx';

type Standing = ContainmentRow['standing'];

const words: Readonly<Record<Standing, string>> = {
  contained: 'contained',
  accepted: 'left as it is',
  working: 'on its way',
  unknown: 'outcome unknown',
  failed: 'refused',
  open: 'not asked yet',
};

function Icon({ row }: { readonly row: ContainmentRow }) {
  const { standing } = row;
  if (standing === 'contained') return <IconCircleCheck size={17} color="var(--tg-green)" aria-hidden />;
  if (standing === 'failed') return <IconAlertTriangle size={17} color="var(--tg-red)" aria-hidden />;
  if (standing === 'unknown') return <IconHelpCircle size={17} color="var(--tg-yellow)" aria-hidden />;
  if (standing === 'accepted') return <IconFlag size={17} color="var(--tg-muted)" aria-hidden />;
  if (standing === 'open' || row.failingSince !== null) return <IconCircleDashed size={17} color="var(--tg-faint)" aria-hidden />;
  return <Loader size={14} color="var(--tg-accent)" aria-hidden />;
}

/** Who keeps the release although it is taken back, or has it while it is not. */
function usersInWords({ users: count, usersAtMost, standing, surface }: ContainmentRow): string {
  if (count === null) return 'How many users have it is not known.';
  if (count === 0) return standing === 'contained' ? 'Nobody is offered it any more.' : 'Nobody has it now.';
  const open =
    surface === 'web' || surface === 'flag' ? 'still have it open, until their next page load.' : 'keep it until a higher version is out.';
  const stays = standing === 'contained' ? open : 'have it now.';
  return `${usersAtMost ? 'Up to ' : ''}${users(count)} ${stays}`;
}

function Age({ row }: { readonly row: ContainmentRow }) {
  if (row.failingSince !== null) {
    return (
      <span className={classes.warning}>
        The platform has not answered since <RelativeTime at={row.failingSince} />
        {row.act?.state === 'intended' ? '; nothing was sent there.' : '.'}
      </span>
    );
  }
  if (row.readAt === null) return <span>Not read yet.</span>;
  return (
    <span>
      Read <RelativeTime at={row.readAt} />.
    </span>
  );
}

function Line({ row }: { readonly row: ContainmentRow }) {
  return (
    <li className={classes.line} data-standing={row.standing}>
      <span className={classes.icon}>
        <Icon row={row} />
      </span>
      <strong>{atHead(row.targetName)}</strong>
      <span className={`${classes.state} ${classes[row.standing] ?? ''}`}>
        {words[row.standing]}
        {row.tookMs === null ? '' : ` in ${row.tookMs < 1000 ? 'under 1\u00a0s' : duration(row.tookMs)}`}
      </span>
      <span className={classes.says}>{keepUnits(row.says)}</span>
      <span className={classes.facts}>
        {usersInWords(row)} <Age row={row} />
      </span>
      {row.advice ? (
        <span className={classes.facts}>
          {keepUnits(row.advice.says)}{' '}
          <Anchor inherit href={href(`/rollouts/${encodeURIComponent(row.rolloutId)}`)}>
            Re-issue it
          </Anchor>
        </span>
      ) : null}
      <StandingButtons row={row} />
    </li>
  );
}

/** Where taking a release back stands on each target: what was done, what was refused, and what is left to press. */
export function StandingList({ rows }: { readonly rows: readonly ContainmentRow[] }) {
  return (
    <ul className={classes.list} aria-live="polite">
      {rows.map((row) => (
        <Line key={row.rolloutId} row={row} />
      ))}
    </ul>
  );
}
