import type { StageRow } from '../../../main/contract/shapes.ts';
import { duration, percent } from '../../format.ts';
import classes from './plans.module.css';

/** A plan's stages in one line: `10 %, watched 30 min; 50 %, after approval`. */
export function stagesInWords(stages: readonly StageRow[]): string {
  return stages
    .map((stage) => {
      const approval = stage.approval ? ', after approval' : '';
      const bake = stage.bakeMs > 0 ? `, watched ${duration(stage.bakeMs)}` : '';
      return `${percent(stage.percent)}${bake}${approval}`;
    })
    .join('; ');
}

/** Stages side by side, each as wide as the share it adds, its percent below. */
export function MiniTrack({ stages }: { readonly stages: readonly StageRow[] }) {
  if (stages.length === 0) return <span className={classes.quiet}>unknown until its problems are solved</span>;
  return (
    <div className={classes.track} role="img" aria-label={stagesInWords(stages)} title={stagesInWords(stages)}>
      {stages.map((stage, index) => (
        <div key={stage.name} className={classes.step} style={{ flexGrow: Math.max(stage.percent - (stages[index - 1]?.percent ?? 0), 1) }}>
          <div className={classes.bar} data-approval={stage.approval} />
          <span>{percent(stage.percent)}</span>
        </div>
      ))}
      <Rest reached={stages.at(-1)?.percent ?? 100} />
    </div>
  );
}

/** Users that the plan never reaches. */
function Rest({ reached }: { readonly reached: number }) {
  if (reached >= 100) return null;
  return (
    <div className={classes.step} style={{ flexGrow: 100 - reached }}>
      <div className={classes.rest} />
    </div>
  );
}
