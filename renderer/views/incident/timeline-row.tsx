import { ActionIcon, Tooltip } from '@mantine/core';
import { IconEdit, IconPin, IconPinnedOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { memo, useState } from 'react';
import type { IncidentEvidence, TimelineRow } from '../../../main/contract/incidents.ts';
import { absolute, atHead, clockSeconds } from '../../format.ts';
import { actorWords } from '../../parts/actor-words.ts';
import { Markdown } from '../../parts/markdown.tsx';
import { VerdictMark } from '../../parts/verdict-mark.tsx';
import { useReadOnly } from '../../stores/read-only.ts';
import { href } from '../../stores/router.ts';
import { FrozenChart } from './frozen-chart.tsx';
import { kindIcons } from './kinds.ts';
import classes from './timeline.module.css';

export interface RowTools {
  readonly series: IncidentEvidence['series'];
  /** Null for somebody who may only look. */
  readonly onPin: ((row: TimelineRow, pinned: boolean) => void) | null;
  readonly onEdit: ((row: TimelineRow) => void) | null;
  /** Whose notes may be changed here. */
  readonly actor: string;
}

interface LineProps extends RowTools {
  readonly row: TimelineRow;
  readonly pinned: boolean;
  /** Named above the line when the day changes here. */
  readonly day: string | null;
}

/** One line of the timeline: when, what kind, what happened, who, and the frozen chart where one belongs to it. */
export const TimelineLine = memo(function TimelineLine({ row, pinned, day, series, onPin, onEdit, actor }: LineProps) {
  return (
    <>
      {day === null ? null : <div className={classes.day}>{day}</div>}
      <div className={classes.line} data-tone={row.tone}>
        <Tooltip label={absolute(row.at)}>
          <time className={classes.time} dateTime={new Date(row.at).toISOString()}>
            {clockSeconds(row.at)}
          </time>
        </Tooltip>
        <Mark row={row} />
        <div className={classes.body}>
          <div className={classes.title}>{row.title}</div>
          <Meta row={row} />
          {row.text === '' ? null : (
            <div className={row.kind === 'note' ? classes.note : classes.text}>
              <Markdown text={row.text} />
            </div>
          )}
          <Earlier row={row} />
          <Chart row={row} series={series} />
        </div>
        <div className={classes.tools}>
          {onEdit !== null && row.kind === 'note' && row.actor?.name === actor ? (
            <Tool label="Change this note" onClick={() => onEdit(row)}>
              <IconEdit size={15} aria-hidden />
            </Tool>
          ) : null}
          {onPin === null ? null : (
            <Tool label={pinned ? 'Take the pin away' : 'Pin as evidence'} pressed={pinned} onClick={() => onPin(row, !pinned)}>
              {pinned ? <IconPinnedOff size={15} aria-hidden /> : <IconPin size={15} aria-hidden />}
            </Tool>
          )}
        </div>
      </div>
    </>
  );
});

interface ToolProps {
  readonly label: string;
  readonly pressed?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Tool({ label, pressed, onClick, children }: ToolProps) {
  return (
    <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} aria-pressed={pressed} title={label} onClick={onClick}>
      {children}
    </ActionIcon>
  );
}

function Mark({ row }: { readonly row: TimelineRow }) {
  const Icon = kindIcons[row.kind];
  return (
    <span className={classes.mark} data-tone={row.tone}>
      <Icon size={14} aria-hidden />
    </span>
  );
}

function Meta({ row }: { readonly row: TimelineRow }) {
  const readOnly = useReadOnly();
  const target = row.targetName === null ? null : atHead(row.targetName);
  if (target === null && row.actor === null && row.verdict === null) return null;
  return (
    <div className={classes.meta}>
      {row.verdict === null ? null : <VerdictMark kind={row.verdict} />}
      {target === null ? null : row.rolloutId === null || readOnly !== null ? (
        <span>{target}</span>
      ) : (
        <a href={href(`/rollouts/${encodeURIComponent(row.rolloutId)}`)}>{target}</a>
      )}
      {row.actor === null ? null : <span>{actorWords(row.actor)}</span>}
    </div>
  );
}

/** Earlier wordings of a note, on demand. */
function Earlier({ row }: { readonly row: TimelineRow }) {
  const [open, setOpen] = useState(false);
  if (row.earlier.length === 0) return null;
  const words = row.earlier.length === 1 ? 'Changed once' : `Changed ${row.earlier.length} times`;
  return (
    <div className={classes.earlier}>
      <button type="button" className={classes.quiet} aria-expanded={open} onClick={() => setOpen(!open)}>
        {words}: {open ? 'hide' : 'show'} what it said before
      </button>
      {open
        ? row.earlier.map((one) => (
            <div key={one.at} className={classes.before}>
              <time dateTime={new Date(one.at).toISOString()}>{clockSeconds(one.at)}</time>
              <Markdown text={one.text} />
            </div>
          ))
        : null}
    </div>
  );
}

/** The first bad reading shows its chart; a verdict has it one press away. */
function Chart({ row, series }: { readonly row: TimelineRow; readonly series: IncidentEvidence['series'] }) {
  const [open, setOpen] = useState(row.kind === 'reading');
  const frozen = row.gate === null ? undefined : series.find((one) => one.gate === row.gate);
  if (frozen === undefined || frozen.points.length === 0) return null;
  return (
    <>
      {row.kind === 'reading' ? null : (
        <button type="button" className={classes.quiet} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Hide the frozen chart' : 'Show the frozen chart'}
        </button>
      )}
      {open ? (
        <div className={classes.chart}>
          <FrozenChart series={frozen} />
        </div>
      ) : null}
    </>
  );
}
