import type { IncidentEvidence } from '../../../main/contract/incidents.ts';
import { Card } from '../../parts/card.tsx';
import { Empty } from '../../parts/states.tsx';
import classes from './incident.module.css';
import { FrozenChart } from './frozen-chart.tsx';

/** The readings behind the verdicts, from the copy that was made when the incident opened. */
export function Evidence({ series }: { readonly series: IncidentEvidence['series'] }) {
  return (
    <Card title="Evidence" aside={<span>frozen when it opened, needs no network</span>}>
      {series.every((one) => one.points.length === 0) ? (
        <Empty title="No readings were frozen">The gates had no readings at that moment; the verdicts below say why.</Empty>
      ) : (
        <div className={classes.charts}>
          {series.map((one) => (
            <FrozenChart key={one.gate} series={one} />
          ))}
        </div>
      )}
    </Card>
  );
}
