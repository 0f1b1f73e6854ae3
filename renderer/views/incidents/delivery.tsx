import type { DeliveryRow } from '../../../main/contract/recovery.ts';
import { durationInWords } from '../../../main/core/words.ts';
import { count, percent } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import table from '../../parts/table.module.css';
import { deliveryNumbers } from '../../stores/incidents.ts';

const everything = {};

/** How often a release of each application fails and how long it takes to recover (the two stability measures of DORA). */
export function Delivery() {
  const { answer, loading, problem, askAgain } = deliveryNumbers.use(everything);
  const rows = (answer ?? []).filter((row) => row.deployments > 0);
  return (
    <Card title="Stability" aside={<span>releases rolled out from here</span>}>
      {problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {answer === null && loading ? <Loading rows={2} label="Loading stability" /> : null}
      {answer !== null && rows.length === 0 ? <Empty title="No release in the last 90 days" /> : null}
      {rows.length > 0 ? <Numbers rows={rows} /> : null}
    </Card>
  );
}

function Numbers({ rows }: { readonly rows: readonly DeliveryRow[] }) {
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Application</th>
            <th scope="col">Over</th>
            <th scope="col" className={table.number}>
              Deployments
            </th>
            <th scope="col" className={table.number}>
              Change-failure rate
            </th>
            <th scope="col" className={table.number}>
              Failed-deployment recovery time
            </th>
            <th scope="col" className={table.number}>
              Stopped early by gates
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.applicationId} ${row.days}`}>
              <td className={table.strong}>
                {row.applicationName}
                {row.practice ? <span className={table.muted}> practice</span> : null}
              </td>
              <td className={table.nowrap}>{row.days} days</td>
              <td className={table.number}>{count(row.deployments)}</td>
              <td className={table.number}>
                {row.changeFailureRate === null ? '—' : `${percent(row.changeFailureRate * 100)} (${count(row.failed)})`}
              </td>
              <td className={table.number}>
                {row.failedDeploymentRecoveryMs === null ? '—' : durationInWords(row.failedDeploymentRecoveryMs)}
              </td>
              <td className={table.number}>{count(row.prevented)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
