import type { IncidentEvidence } from '../../../main/contract/incidents.ts';
import type { VerdictRow } from '../../../main/contract/shapes.ts';
import { count } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { Empty } from '../../parts/states.tsx';
import table from '../../parts/table.module.css';
import { VerdictMark } from '../../parts/verdict-mark.tsx';
import { inUnit } from './frozen-chart.tsx';
import classes from './incident.module.css';
import { sortedVerdicts } from './story.ts';

interface VerdictsProps {
  readonly verdicts: readonly VerdictRow[];
  /** Knows the unit of each gate's numbers. */
  readonly series: IncidentEvidence['series'];
}

/** What every gate said when the incident opened, worst first. */
export function Verdicts({ verdicts, series }: VerdictsProps) {
  const units = new Map(series.map((one) => [one.gate, one.unit]));
  return (
    <Card title="Verdicts at that moment" aside={<span>{verdicts.length === 1 ? '1 gate' : `${verdicts.length} gates`}</span>}>
      {verdicts.length === 0 ? (
        <Empty title="No gate had spoken yet">The release was taken back by a person before any gate was judged.</Empty>
      ) : (
        <div className={table.scroll}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">Gate</th>
                <th scope="col">Verdict</th>
                <th scope="col" className={table.number}>
                  Value
                </th>
                <th scope="col" className={table.number}>
                  Baseline
                </th>
                <th scope="col" className={table.number}>
                  Samples
                </th>
                <th scope="col">Why</th>
              </tr>
            </thead>
            <tbody>
              {sortedVerdicts(verdicts).map((verdict) => (
                <Line key={verdict.gate} verdict={verdict} unit={units.get(verdict.gate) ?? ''} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

function Line({ verdict, unit }: { readonly verdict: VerdictRow; readonly unit: string }) {
  return (
    <tr>
      <td className={table.strong}>
        {verdict.title}
        {verdict.shadow ? <span className={classes.shadow}> shadow, cannot act</span> : null}
      </td>
      <td>
        <VerdictMark kind={verdict.kind} />
      </td>
      <td className={`${table.number} ${table.strong}`}>{inUnit(verdict.value, unit)}</td>
      <td className={`${table.number} ${table.muted}`}>{inUnit(verdict.baseline, unit)}</td>
      <td className={`${table.number} ${table.muted}`}>{count(verdict.samples)}</td>
      <td className={`${table.muted} ${classes.why}`}>{verdict.reason}</td>
    </tr>
  );
}
