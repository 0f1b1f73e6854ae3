import { useVirtualizer } from '@tanstack/react-virtual';
import type { KeyboardEvent } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { AuditRow } from '../../../main/contract/shapes.ts';
import { count } from '../../format.ts';
import { loadOlderAudit } from '../../stores/audit.ts';
import classes from './audit.module.css';
import { useNames } from './names.ts';
import { Entry } from './entry.tsx';

/** Height of a closed row; opened ones are measured. */
const rowHeight = 45;
/** The next page is asked when this few rows are left below. */
const ahead = 30;

interface AuditTableProps {
  readonly rows: readonly AuditRow[];
  readonly total: number;
  readonly more: boolean;
  readonly loading: boolean;
}

/** Only the rows in sight are in the page; arrows move between them, Enter opens one. */
export function AuditTable({ rows, total, more, loading }: AuditTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const names = useNames();
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised by hand, so its changing functions do no harm
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.seq ?? index,
    overscan: 12,
  });
  const items = list.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastShown >= rows.length - ahead) void loadOlderAudit();
  }, [lastShown, rows.length]);
  function toggle(seq: number): void {
    setOpen((old) => new Set(old.has(seq) ? [...old].filter((one) => one !== seq) : [...old, seq]));
  }
  function move(event: KeyboardEvent, index: number): void {
    const wanted = targetOf(event.key, index, rows.length);
    if (wanted === null) return;
    event.preventDefault();
    list.scrollToIndex(wanted);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${wanted}"] button`)?.focus());
  }
  return (
    <>
      <div role="table" aria-label="Audit entries" aria-rowcount={total + 1}>
        <Head />
        <div role="rowgroup" ref={scroller} className={classes.scroller}>
          <div role="presentation" style={{ height: list.getTotalSize(), position: 'relative' }}>
            {items.map((item) => {
              const row = rows[item.index];
              if (!row) return null;
              return (
                <div
                  key={item.key}
                  role="presentation"
                  ref={list.measureElement}
                  data-index={item.index}
                  className={classes.item}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <Entry row={row} index={item.index} names={names} open={open.has(row.seq)} onToggle={toggle} onKey={move} />
                </div>
              );
            })}
          </div>
        </div>
      </div>
      <div className={classes.foot} role="status">
        {footWords(rows.length, total, more, loading)}
      </div>
    </>
  );
}

function Head() {
  return (
    <div role="rowgroup">
      <div role="row" aria-rowindex={1} className={classes.head}>
        {['Entry', 'When', 'What', 'Release', 'Who', 'Reason'].map((name) => (
          <span role="columnheader" key={name}>
            {name}
          </span>
        ))}
      </div>
    </div>
  );
}

function footWords(loaded: number, total: number, more: boolean, loading: boolean): string {
  if (loading) return 'Loading older entries…';
  if (more) return `${count(loaded)} of more than ${count(total)} loaded; older ones follow as you scroll`;
  if (loaded < total) return `${loaded} of ${total} loaded; older ones follow as you scroll`;
  return total === 1 ? 'The only entry' : `All ${count(total)} entries, the newest first`;
}

/** Row that an arrow, Home or End key goes to from the one at `index`, or null. */
function targetOf(key: string, index: number, size: number): number | null {
  if (key === 'ArrowDown') return Math.min(index + 1, size - 1);
  if (key === 'ArrowUp') return Math.max(index - 1, 0);
  if (key === 'Home') return 0;
  return key === 'End' ? size - 1 : null;
}
