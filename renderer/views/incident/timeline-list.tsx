import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { TimelineRow } from '../../../main/contract/incidents.ts';
import { dayOf } from '../../format.ts';
import { lookAt, rowAt, useTimeline } from '../../stores/timeline.ts';
import { type RowTools, TimelineLine } from './timeline-row.tsx';
import classes from './timeline.module.css';

/** Height of a line before it is measured. */
const lineHeight = 54;

interface ListProps extends RowTools {
  readonly newestFirst: boolean;
}

/** Only the lines in sight are in the page, whatever happened in between; pages of rows are asked as they come into sight. */
export function TimelineList({ newestFirst, ...tools }: ListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { total, pages, pinned } = useTimeline();
  const placeOf = (index: number) => (newestFirst ? total - 1 - index : index);
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised by hand, so its changing functions do no harm
  const list = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    getItemKey: (index) => rowAt(pages, placeOf(index))?.id ?? `place ${placeOf(index)}`,
    overscan: 10,
  });
  const items = list.getVirtualItems();
  const first = placeOf(items[0]?.index ?? 0);
  const last = placeOf(items.at(-1)?.index ?? 0);
  useEffect(() => lookAt(Math.min(first, last), Math.max(first, last)), [first, last, total, pages]);
  const pins = new Set(pinned.map((row) => row.id));
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      role="feed"
      aria-label="Timeline"
      aria-busy={items.length > 0 && rowAt(pages, first) === undefined}
    >
      <div style={{ height: list.getTotalSize(), position: 'relative' }}>
        {items.map((item) => {
          const place = placeOf(item.index);
          const row = rowAt(pages, place);
          const above = item.index === 0 ? undefined : rowAt(pages, placeOf(item.index - 1));
          return (
            <article
              key={item.key}
              ref={list.measureElement}
              data-index={item.index}
              aria-posinset={item.index + 1}
              aria-setsize={total}
              className={classes.item}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {row === undefined ? (
                <div className={classes.coming} />
              ) : (
                <TimelineLine {...tools} row={row} pinned={pins.has(row.id)} day={newDay(row, above)} />
              )}
            </article>
          );
        })}
      </div>
    </div>
  );
}

function newDay(row: TimelineRow, above: TimelineRow | undefined): string | null {
  const day = dayOf(row.at);
  return above === undefined || dayOf(above.at) !== day ? day : null;
}
