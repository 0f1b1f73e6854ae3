import type { CSSProperties } from 'react';
import type { RolloutRow } from '../../main/contract/shapes.ts';
import { duration, percent } from '../format.ts';
import classes from './stage-track.module.css';

interface Segment {
  readonly name: string;
  /** Width of the stage, percent points of exposure. */
  readonly width: number;
  /** Part of the segment that the share has reached, 0–1. */
  readonly reached: number;
  /** Part of the segment whose evidence is in, 0–1. */
  readonly sure: number;
}

type Track = Pick<RolloutRow, 'stages' | 'stage' | 'percent' | 'observedMs'>;

/** Segments as wide as their stages: the reached share, and within the current stage how much of its bake time was observed. */
export function segmentsOf({ stages, stage, percent: share, observedMs }: Track): Segment[] {
  let from = 0;
  return stages.map((row, index) => {
    const width = Math.max(row.percent - from, 0);
    const reached = share === null || width === 0 ? 0 : Math.min(Math.max((share - from) / width, 0), 1);
    const baked = row.bakeMs <= 0 ? 1 : Math.min(observedMs / row.bakeMs, 1);
    from = row.percent;
    return { name: row.name, width, reached, sure: index === stage ? reached * baked : index < stage ? reached : 0 };
  });
}

/** The track in words, for those who do not see it. */
export function trackInWords(row: Track): string {
  const current = row.stages[row.stage];
  if (!current) return `not started, ${row.stages.length} stages`;
  const bake = current.bakeMs > 0 ? `, ${duration(row.observedMs)} of ${duration(current.bakeMs)} observed` : '';
  return `stage ${row.stage + 1} of ${row.stages.length}, ${percent(row.percent)}${bake}`;
}

/** How far a lane is, in the colour of its verdict. */
export function StageTrack({ row, color }: { readonly row: Track; readonly color: string }) {
  const style: CSSProperties & Record<'--track', string> = { '--track': color };
  return (
    <div className={classes.track} style={style} role="img" aria-label={trackInWords(row)}>
      {segmentsOf(row).map((segment) => (
        <div key={segment.name} className={classes.segment} style={{ flex: `${Math.max(segment.width, 1)} 1 0` }}>
          <div className={classes.reached} style={{ width: `${segment.reached * 100}%` }} />
          <div className={classes.sure} style={{ width: `${segment.sure * 100}%` }} />
        </div>
      ))}
    </div>
  );
}
