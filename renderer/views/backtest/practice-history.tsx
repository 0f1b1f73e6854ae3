import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { count } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { runBacktest } from '../../stores/backtest.ts';
import { loadPracticeHistory } from '../../stores/history.ts';
import type { ImportEnd } from '../../stores/history.ts';
import { useRoleNote } from '../../stores/status.ts';
import classes from './backtest.module.css';
import { Ended } from './history-form.tsx';
import { WorkProgress } from './work-progress.tsx';

/** Offers the past of the practice fleet to somebody who has none yet. */
export function PracticeHistory({ past }: { readonly past: number }) {
  const [busy, setBusy] = useState(false);
  const [end, setEnd] = useState<ImportEnd | null>(null);
  const ending = useRef<AbortController | null>(null);
  const roleNote = useRoleNote('operator');
  async function load(): Promise<void> {
    ending.current = new AbortController();
    setBusy(true);
    setEnd(null);
    const answer = await loadPracticeHistory(ending.current.signal);
    setBusy(false);
    setEnd(answer.kind === 'kept' ? null : answer);
    if (answer.kind === 'kept') await runBacktest();
  }
  return (
    <Card
      title="Practice history"
      aside={
        busy ? (
          <Button onClick={() => ending.current?.abort()}>Cancel</Button>
        ) : (
          <Button variant="filled" disabled={roleNote !== null} title={roleNote ?? undefined} onClick={() => void load()}>
            Load practice history
          </Button>
        )
      }
    >
      <div className={classes.practice}>
        <p>
          {past === 0
            ? 'There is no past release in this period yet.'
            : `Only ${count(past)} past ${past === 1 ? 'release' : 'releases'} so far.`}{' '}
          Every rollout that ends becomes one. The practice fleet can also look back on forty made-up ones, six of them bad, measured for
          the plan practice. They come as imports and can be removed again below.
        </p>
        <WorkProgress />
        {end ? <Ended end={end} /> : null}
      </div>
    </Card>
  );
}
