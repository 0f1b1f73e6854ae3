import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { count } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { Empty } from '../../parts/states.tsx';
import classes from './backtest.module.css';
import { ReleaseTable } from './release-table.tsx';
import { selectLines } from './select.ts';
import type { Filter, Line } from './select.ts';
import { TimelineDrawer } from './timeline-drawer.tsx';

const atOnce = 100;

interface ReleasesProps {
  readonly lines: readonly Line[];
  readonly names: { readonly plan: string; readonly other: string };
}

/** Past releases with what happened and what the plan would have done; each opens its timeline. */
export function ReleasesCard({ lines, names }: ReleasesProps) {
  const [filter, setFilter] = useState<Filter>('all');
  const [text, setText] = useState('');
  const [most, setMost] = useState(atOnce);
  const [opened, setOpened] = useState<string | null>(null);
  const compared = lines.some((line) => line.other !== null);
  const active = !compared && filter === 'differs' ? 'all' : filter;
  const selected = selectLines(lines, active, text);
  const open = lines.find((line) => line.past.id === opened) ?? null;
  const choices: { value: Filter; label: string }[] = [
    { value: 'all', label: 'All' },
    { value: 'bad', label: 'Taken back' },
    { value: 'stopped', label: 'Stopped' },
    { value: 'missed', label: 'Missed' },
    { value: 'falseAlarm', label: 'False alarms' },
    ...(compared ? [{ value: 'differs' as const, label: 'Different' }] : []),
  ];
  return (
    <Card
      title={
        selected.length === lines.length
          ? `Past releases, ${count(lines.length)}`
          : `${count(selected.length)} of ${count(lines.length)} past releases`
      }
      aside={
        <>
          <TextInput
            className={classes.search ?? ''}
            aria-label="Filter past releases"
            placeholder="Version, target or words"
            leftSection={<IconSearch size={14} aria-hidden />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <SegmentedControl aria-label="Which past releases" size="xs" value={active} onChange={setFilter} data={choices} />
        </>
      }
    >
      {selected.length === 0 ? (
        <Empty title="No past release fits this filter">Clear the words or choose All.</Empty>
      ) : (
        <ReleaseTable lines={selected.slice(0, most)} names={names} compared={compared} onOpen={setOpened} />
      )}
      {selected.length > most ? (
        <div className={classes.more}>
          <Button onClick={() => setMost(most + atOnce)}>Show {count(Math.min(atOnce, selected.length - most))} more</Button>
        </div>
      ) : null}
      {open ? <TimelineDrawer line={open} names={names} onClose={() => setOpened(null)} /> : null}
    </Card>
  );
}
