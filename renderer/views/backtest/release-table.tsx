import { UnstyledButton } from '@mantine/core';
import type { BacktestReleaseRow, PastRow } from '../../../main/contract/backtests.ts';
import { percent } from '../../format.ts';
import table from '../../parts/table.module.css';
import { ClockTime } from '../../parts/time.tsx';
import classes from './backtest.module.css';
import { Mark } from './mark.tsx';
import type { Line } from './select.ts';
import { differs } from './select.ts';
import { bareReason, outcomeWords, timeAgainst, wordsOf } from './words.ts';

interface TableProps {
  readonly lines: readonly Line[];
  readonly names: { readonly plan: string; readonly other: string };
  readonly compared: boolean;
  readonly onOpen: (id: string) => void;
}

/** One line per past release; pressing it opens what fired when. */
export function ReleaseTable({ lines, names, compared, onOpen }: TableProps) {
  return (
    <div className={table.scroll}>
      <table className={`${table.table} ${classes.releases}`}>
        <thead>
          <tr>
            <th scope="col">Release</th>
            <th scope="col">Started</th>
            <th scope="col">What happened</th>
            <th scope="col">{compared ? names.plan : 'The plan would have'}</th>
            {compared ? <th scope="col">{names.other}</th> : <th scope="col">By</th>}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Row key={line.past.id} line={line} compared={compared} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ line, compared, onOpen }: { readonly line: Line; readonly compared: boolean; readonly onOpen: (id: string) => void }) {
  const { past, plan, other } = line;
  const different = differs(line);
  return (
    <tr className={table.open}>
      <td>
        <UnstyledButton className={`${table.link} ${classes.opener}`} onClick={() => onOpen(past.id)}>
          {past.applicationName} {past.version}
        </UnstyledButton>
        <div className={table.muted}>
          {past.targetName}
          {past.source === 'imported' ? ', imported' : ''}
        </div>
      </td>
      <td className={`${table.nowrap} ${table.muted}`}>
        <ClockTime at={past.startedAt} />
      </td>
      <td>
        <Mark {...outcomeWords[past.outcome]} />
        <div className={table.muted}>{happened(past)}</div>
      </td>
      <td>
        <Would past={past} row={plan} />
      </td>
      <td>
        {compared && other !== null ? (
          <div className={classes.second}>
            <div>
              <Would past={past} row={other} />
            </div>
            {different ? <span className={classes.different}>≠ different</span> : null}
          </div>
        ) : (
          <By row={plan} />
        )}
      </td>
    </tr>
  );
}

function happened(past: PastRow): string {
  const reached = Math.max(...past.stages.map((stage) => stage.percent));
  return `at ${percent(reached)}`;
}

/** What the plan would have done, at which share, and how much earlier. */
function Would({ past, row }: { readonly past: PastRow; readonly row: BacktestReleaseRow }) {
  const { stop } = row.replay;
  const against = timeAgainst(past, row);
  const share = stop === null ? null : `at ${percent(stop.percent)}`;
  return (
    <>
      <Mark {...wordsOf(row)} />
      {share === null && against === null ? null : (
        <div className={table.muted}>{[share, against].filter((words) => words !== null).join(', ')}</div>
      )}
    </>
  );
}

function By({ row }: { readonly row: BacktestReleaseRow }) {
  const { stop, alarms } = row.replay;
  if (stop !== null)
    return (
      <>
        <span className={table.strong}>{stop.title}</span>
        <div className={table.muted}>
          {stop.through === null ? bareReason(stop.title, stop.reason) : 'through another target of this release'}
        </div>
      </>
    );
  const quiet = alarms.map((alarm) => alarm.title);
  return <span className={table.muted}>{quiet.length === 0 ? '—' : `${quiet.join(', ')} in shadow`}</span>;
}
