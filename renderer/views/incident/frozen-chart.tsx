import type { PointerEvent } from 'react';
import { useState } from 'react';
import { metricUnits } from '../../../main/core/model/plan.ts';
import { clockSeconds, clockTime, count, metricValue } from '../../format.ts';
import classes from './incident.module.css';
import { placeSeries } from './scale.ts';
import type { FrozenSeries } from './scale.ts';

const size = { width: 400, height: 120 };

/** A number in the series' unit; an unknown unit is left out rather than guessed. */
export function inUnit(value: number | null, unit: string): string {
  const known = metricUnits.find((one) => one === unit);
  return known ? metricValue(value, known) : count(value);
}

const dayMs = 24 * 60 * 60_000;

/** To the second within a day, with the weekday over several. */
function axisTime(at: number, { from, to }: { readonly from: number; readonly to: number }): string {
  return to - from > dayMs ? clockTime(at, to + dayMs) : clockSeconds(at);
}

function nearest(points: FrozenSeries['points'], part: number): readonly [number, number] | null {
  const from = points[0]?.[0] ?? 0;
  const to = points.at(-1)?.[0] ?? 0;
  const wanted = from + (to - from) * part;
  let best: readonly [number, number] | null = null;
  for (const point of points) if (best === null || Math.abs(point[0] - wanted) < Math.abs(best[0] - wanted)) best = point;
  return best;
}

/** One frozen series with its red bound. Drawn from the record alone. */
export function FrozenChart({ series }: { readonly series: FrozenSeries }) {
  const [hovered, setHovered] = useState<readonly [number, number] | null>(null);
  const placed = placeSeries(series, size);
  const last = series.points.at(-1);
  if (!placed || !last) return <NoPoints title={series.title} />;
  const [ts, value] = hovered ?? last;
  const bound = series.red === null ? 'no red bound' : `red bound ${inUnit(series.red, series.unit)}`;
  const at = placed.to === placed.from ? 1 : (ts - placed.from) / (placed.to - placed.from);
  function follow(event: PointerEvent<SVGSVGElement>): void {
    const box = event.currentTarget.getBoundingClientRect();
    setHovered(nearest(series.points, (event.clientX - box.left) / box.width));
  }
  return (
    <figure className={classes.chart}>
      <figcaption className={classes.caption}>
        <strong>{series.title}</strong>
        <span className={classes.reading}>
          {inUnit(value, series.unit)} <small>at {axisTime(ts, placed)}</small>
        </span>
      </figcaption>
      <div className={classes.plot}>
        <svg
          viewBox={`0 0 ${size.width} ${size.height}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${series.title}: ${inUnit(last[1], series.unit)} at the end, ${bound}, ${series.points.length} readings`}
          onPointerMove={follow}
          onPointerLeave={() => setHovered(null)}
        >
          {placed.redY === null ? null : <line className={classes.bound} x1={0} x2={size.width} y1={placed.redY} y2={placed.redY} />}
          <path className={classes.line} d={placed.path} />
          <line
            className={classes.cursor}
            x1={at * size.width}
            x2={at * size.width}
            y1={0}
            y2={size.height}
            data-shown={hovered !== null}
          />
        </svg>
        {placed.redY === null ? null : (
          <span className={classes.boundLabel} style={{ top: `${(placed.redY / size.height) * 100}%` }}>
            red {inUnit(series.red, series.unit)}
          </span>
        )}
      </div>
      <div className={classes.axis} aria-hidden>
        <span>{axisTime(placed.from, placed)}</span>
        <span>{axisTime(placed.to, placed)}</span>
      </div>
    </figure>
  );
}

function NoPoints({ title }: { readonly title: string }) {
  return (
    <figure className={classes.chart}>
      <figcaption className={classes.caption}>
        <strong>{title}</strong>
      </figcaption>
      <div className={classes.noPoints}>No readings in the frozen window</div>
    </figure>
  );
}
