import { Tooltip } from '@mantine/core';
import type { RecoveryStepRow } from '../../../main/contract/recovery.ts';
import { durationInWords as took } from '../../../main/core/words.ts';
import { absolute, atHead, clockSeconds } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import table from '../../parts/table.module.css';
import classes from './recovery.module.css';

/** How the time from the first user to recovered splits up, as a bar and in a table; a moment nobody recorded says why. */
export function Recovery({ steps }: { readonly steps: readonly RecoveryStepRow[] }) {
  const total = steps.reduce((sum, step) => sum + (step.tookMs ?? 0), 0);
  return (
    <Card title="Recovery" aside={<span>{total === 0 ? 'nothing to measure yet' : `${took(total)} from the first known moment`}</span>}>
      {total > 0 ? <Bar steps={steps} /> : null}
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Moment</th>
              <th scope="col">Time</th>
              <th scope="col" className={table.number}>
                Took
              </th>
              <th scope="col">From the record</th>
            </tr>
          </thead>
          <tbody>
            {steps.map((step) => (
              <Line key={step.moment} step={step} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Bar({ steps }: { readonly steps: readonly RecoveryStepRow[] }) {
  const parts = steps.filter((step) => step.tookMs !== null && step.tookMs > 0);
  const said = parts.map((step) => `${step.moment} after ${took(step.tookMs ?? 0)}`).join(', ');
  return (
    <div className={classes.bar} role="img" aria-label={`Recovery: ${said}`}>
      {parts.map((step) => (
        <Tooltip key={step.moment} label={`${atHead(step.moment)} after ${took(step.tookMs ?? 0)}`}>
          <span className={classes.part} data-moment={step.moment} style={{ flexGrow: step.tookMs ?? 0 }} />
        </Tooltip>
      ))}
    </div>
  );
}

function Line({ step }: { readonly step: RecoveryStepRow }) {
  return (
    <tr>
      <td className={`${table.strong} ${table.nowrap}`}>
        <span className={classes.key} data-moment={step.moment} aria-hidden />
        {atHead(step.moment)}
      </td>
      <td className={table.nowrap}>
        {step.at === null ? (
          <span className={classes.none}>not known</span>
        ) : (
          <Tooltip label={absolute(step.at)}>
            <time dateTime={new Date(step.at).toISOString()}>{clockSeconds(step.at)}</time>
          </Tooltip>
        )}
      </td>
      <td className={`${table.number} ${table.nowrap}`}>
        {step.tookMs === null ? '—' : step.tookMs === 0 ? 'at once' : took(step.tookMs)}
      </td>
      <td className={table.muted}>{step.says}</td>
    </tr>
  );
}
