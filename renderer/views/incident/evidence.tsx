import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { IncidentEvidence } from '../../../main/contract/incidents.ts';
import { Card } from '../../parts/card.tsx';
import { Empty } from '../../parts/states.tsx';
import classes from './incident.module.css';
import { FrozenChart } from './frozen-chart.tsx';

/** The readings behind the verdicts, from the copy that was made when the incident opened. */
export function Evidence({ series }: { readonly series: IncidentEvidence['series'] }) {
  const [span, setSpan] = useState('near');
  const hasWeek = series.some((one) => one.week.length > 0);
  const drawn = span === 'week' ? series.map((one) => ({ ...one, points: one.week.length > 0 ? one.week : one.points })) : series;
  return (
    <Card
      title="Evidence"
      aside={
        <>
          <span>frozen when it opened, needs no network</span>
          {hasWeek ? (
            <SegmentedControl
              size="xs"
              aria-label="How far back"
              value={span}
              onChange={setSpan}
              data={[
                { value: 'near', label: 'Last 6 h' },
                { value: 'week', label: 'Up to 7 d' },
              ]}
            />
          ) : null}
        </>
      }
    >
      {series.every((one) => one.points.length === 0) ? (
        <Empty title="No readings were frozen">The gates had no readings at that moment; the verdicts below say why.</Empty>
      ) : (
        <div className={classes.charts}>
          {drawn.map((one) => (
            <FrozenChart key={one.gate} series={one} />
          ))}
        </div>
      )}
    </Card>
  );
}
