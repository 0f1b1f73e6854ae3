import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useRef, useState } from 'react';
import { count } from '../../format.ts';
import { Note, ProblemNote } from '../../parts/states.tsx';
import type { ImportEnd } from '../../stores/history.ts';
import classes from './backtest.module.css';
import { WorkProgress } from './work-progress.tsx';

interface HistoryFormProps {
  readonly title: string;
  readonly confirm: string;
  readonly ready: boolean;
  readonly children: ReactNode;
  readonly run: (signal: AbortSignal) => Promise<ImportEnd>;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** A dialog that takes history in: fields, progress with a way to stop it, and how it ended. */
export function HistoryForm({ title, confirm, ready, children, run, onClose, onDone }: HistoryFormProps) {
  const [end, setEnd] = useState<ImportEnd | null>(null);
  const [busy, setBusy] = useState(false);
  const ending = useRef<AbortController | null>(null);
  async function start(): Promise<void> {
    ending.current = new AbortController();
    setBusy(true);
    setEnd(null);
    const answer = await run(ending.current.signal);
    setBusy(false);
    setEnd(answer);
    if (answer.kind === 'kept') onDone();
  }
  const done = end?.kind === 'kept';
  return (
    <Modal
      opened
      onClose={() => {
        ending.current?.abort();
        onClose();
      }}
      size={560}
      title={title}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) void start();
        }}
      >
        <Stack gap="md">
          {done ? null : children}
          <WorkProgress />
          {end ? <Ended end={end} /> : null}
          <Group justify="flex-end" gap="xs">
            {busy ? (
              <Button onClick={() => ending.current?.abort()}>Cancel</Button>
            ) : (
              <Button variant={done ? 'filled' : 'default'} onClick={onClose}>
                {done ? 'Done' : 'Leave it'}
              </Button>
            )}
            {done ? null : (
              <Button type="submit" variant="filled" loading={busy} disabled={!ready}>
                {confirm}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function rows(value: number): string {
  return `${count(value)} ${value === 1 ? 'row' : 'rows'}`;
}

/** How an import ended, with the line of every problem. */
export function Ended({ end }: { readonly end: ImportEnd }) {
  if (end.kind === 'refused') return <ProblemNote problem={end.problem} />;
  if (end.kind === 'cancelled') return <Note tone="info">Cancelled. Nothing of it was kept.</Note>;
  if (end.kind === 'nothingNew') return <Note tone="info">All {rows(end.known)} were there already. Nothing changed.</Note>;
  if (end.kind === 'broken')
    return (
      <Note tone="danger">
        <strong>Nothing of it was kept.</strong> Mend these and import it again:
        <ul className={classes.problems}>
          {end.problems.map(({ line, message }, index) => (
            <li key={`${line} ${index}`}>
              <b>{line === null ? 'whole file' : `line ${line}`}</b> {message}
            </li>
          ))}
        </ul>
      </Note>
    );
  return (
    <>
      <Note tone="info">
        {rows(end.row.added)} imported
        {end.known > 0 ? `, ${count(end.known)} were there already` : ''}
        {end.differing > 0 ? ` (${count(end.differing)} of them with another value; what was stored stays)` : ''}.
      </Note>
      {end.warnings.map((warning) => (
        <Note key={warning} tone="warning">
          {warning}
        </Note>
      ))}
    </>
  );
}
