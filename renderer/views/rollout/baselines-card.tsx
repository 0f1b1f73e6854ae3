import { Button, Tooltip } from '@mantine/core';
import { useState } from 'react';
import type { BaselineRow, RolloutRow } from '../../../main/contract/shapes.ts';
import { clockTime, count, metricValue } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';
import table from '../../parts/table.module.css';
import { useNow } from '../../stores/clock.ts';
import { usePress } from '../../stores/press.ts';
import { useRoleNote } from '../../stores/status.ts';
import { tellDone } from '../../stores/tell.ts';

/** Where a baseline came from: release, window and stage. */
export function originWords({ how, release, from, to, stage }: BaselineRow, now: number): string {
  if (how === 'fixed') return 'fixed in the plan';
  const span = `${clockTime(from, now)} to ${clockTime(to, now)}`;
  const of = release === 'any' ? 'what users had' : release;
  if (how === 'lastWeek') return `${of} a week before, ${span}`;
  return stage === null ? `${of}, ${span}` : `${of} in stage ${stage}, ${span}`;
}

function TakeAgain({ row, rollout }: { readonly row: BaselineRow; readonly rollout: RolloutRow }) {
  const [opened, setOpened] = useState(false);
  const press = usePress('rollouts.recapture');
  const blocked = useRoleNote('operator');
  async function run(reason: string): Promise<void> {
    const result = await press.run({ rolloutId: rollout.id, metric: row.metric, reason });
    if (!result?.ok) return;
    setOpened(false);
    tellDone(`Baseline of ${row.title} taken again`);
  }
  return (
    <>
      <Tooltip label={blocked ?? 'Asks the source once more, with a reason'}>
        <Button size="compact-sm" disabled={blocked !== null} aria-label={`Take again: ${row.title}`} onClick={() => setOpened(true)}>
          Take again…
        </Button>
      </Tooltip>
      {opened ? (
        <ReasonDialog
          title={`Take the baseline of ${row.title} again`}
          confirm="Take again"
          busy={press.pending}
          problem={press.problem}
          onConfirm={(reason) => void run(reason)}
          onClose={() => {
            press.reset();
            setOpened(false);
          }}
        >
          The gates of this rollout compare with the new value from then on. The one of now, {metricValue(row.value, row.unit)}, stays in
          the audit, and stays in use when nothing can be read.
        </ReasonDialog>
      ) : null}
    </>
  );
}

interface BaselinesCardProps {
  readonly rows: readonly BaselineRow[];
  readonly rollout: RolloutRow;
}

/** What relative gates compare with (R3.3): each value with the release, window and stage it was taken from. */
export function BaselinesCard({ rows, rollout }: BaselinesCardProps) {
  const now = useNow();
  if (rows.length === 0) return null;
  return (
    <Card title="Baselines" aside="taken before the start and kept">
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th>Metric</th>
              <th className={table.number}>Value</th>
              <th>Taken from</th>
              <th className={table.number}>Samples</th>
              <th aria-label="actions" />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.metric}-${row.stage ?? ''}`}>
                <td className={table.strong}>{row.title}</td>
                <td className={table.number}>{metricValue(row.value, row.unit)}</td>
                <td className={table.muted}>{originWords(row, now)}</td>
                <td className={table.number}>{count(row.samples)}</td>
                <td className={table.number}>{rollout.endedAt === null ? <TakeAgain row={row} rollout={rollout} /> : null}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
