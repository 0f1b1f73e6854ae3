import { clockTime, percent } from '../../format.ts';
import { useNow } from '../../stores/clock.ts';
import classes from './share-strip.module.css';
import type { Line } from './select.ts';

const height = 72;

/** The share over time as it really went, with the plan's stop and the real decision as lines. */
export function ShareStrip({ line: { past, plan } }: { readonly line: Line }) {
  const now = useNow();
  const from = past.startedAt;
  const end = Math.max(past.endedAt ?? past.decidedAt ?? now, plan.replay.stop?.at ?? 0, from + 1);
  const x = (at: number): number => ((at - from) / (end - from)) * 100;
  const stop = plan.replay.stop;
  const label = `Share over time: ${past.stages.map((stage) => percent(stage.percent)).join(', ')}${stop === null ? '; the plan never stops' : `; the plan stops at ${percent(stop.percent)}`}`;
  return (
    <div className={classes.frame}>
      <div className={classes.plot} style={{ height }} role="img" aria-label={label}>
        {past.stages.map((stage) => {
          const to = stage.to ?? end;
          return (
            <div
              key={stage.from}
              className={classes.stage}
              data-after={stop !== null && stage.from >= stop.at}
              style={{ left: `${x(stage.from)}%`, width: `${Math.max(0, x(to) - x(stage.from))}%`, height: `${stage.percent}%` }}
            />
          );
        })}
        {stop === null ? null : <div className={classes.spared} style={{ left: `${x(stop.at)}%` }} />}
        {stop === null ? null : <div className={classes.stop} style={{ left: `${x(stop.at)}%` }} data-late={x(stop.at) > 60} />}
      </div>
      <div className={classes.ends}>
        <span>{clockTime(from, now)}</span>
        {stop === null ? null : <span className={classes.legend}>shaded: after the stop of the plan</span>}
        <span>{clockTime(end, now)}</span>
      </div>
    </div>
  );
}
