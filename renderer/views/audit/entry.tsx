import { Tooltip } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import dayjs from 'dayjs';
import type { KeyboardEvent } from 'react';
import type { AuditRow } from '../../../main/contract/shapes.ts';
import { absolute } from '../../format.ts';
import { actorWords } from '../../parts/actor-words.ts';
import classes from './audit.module.css';
import { EntryDetail } from './entry-detail.tsx';
import type { Names } from './names.ts';
import { actionWords, versionWords } from './words.ts';

interface EntryProps {
  readonly row: AuditRow;
  readonly index: number;
  readonly names: Names;
  readonly open: boolean;
  readonly onToggle: (seq: number) => void;
  readonly onKey: (event: KeyboardEvent, index: number) => void;
}

/** One entry in a line; opened, everything that was recorded with it. */
export function Entry({ row, index, names, open, onToggle, onKey }: EntryProps) {
  const detailId = `audit-${row.seq}`;
  const application = row.applicationId === null ? '' : names.application(row.applicationId);
  return (
    <>
      <div role="row" aria-rowindex={index + 2} className={classes.row} data-open={open}>
        <span role="cell">
          <button
            type="button"
            className={classes.toggle}
            aria-expanded={open}
            aria-controls={open ? detailId : undefined}
            aria-label={`Entry ${row.seq}, ${actionWords(row.action)}`}
            onClick={() => onToggle(row.seq)}
            onKeyDown={(event) => onKey(event, index)}
          >
            <IconChevronRight size={14} aria-hidden className={classes.chevron} />
            {row.seq}
          </button>
        </span>
        <span role="cell" className={classes.quiet}>
          <Tooltip label={absolute(row.at)}>
            <time dateTime={new Date(row.at).toISOString()}>{dayjs(row.at).format('D MMM HH:mm:ss')}</time>
          </Tooltip>
        </span>
        <span role="cell" className={classes.what}>
          {actionWords(row.action)}
        </span>
        <span role="cell">
          {application} <span className={classes.quiet}>{versionWords(row)}</span>
        </span>
        <span role="cell" className={classes.quiet}>
          {actorWords(row.actor)}
        </span>
        <span role="cell" className={classes.reason}>
          {row.reason}
        </span>
      </div>
      {open ? <EntryDetail id={detailId} row={row} names={names} /> : null}
    </>
  );
}
