import { count } from '../../format.ts';
import { useTimeline } from '../../stores/timeline.ts';
import { type KindGroup, kindGroups } from './kinds.ts';
import classes from './timeline.module.css';

interface FilterProps {
  readonly chosen: readonly KindGroup[];
  readonly onChange: (groups: readonly KindGroup[]) => void;
}

/** Narrows the timeline to some kinds; nothing chosen shows all of them. */
export function KindFilter({ chosen, onChange }: FilterProps) {
  const counts = useTimeline((state) => state.counts);
  const toggle = (group: KindGroup) => onChange(chosen.includes(group) ? chosen.filter((one) => one !== group) : [...chosen, group]);
  return (
    <div className={classes.filter} role="group" aria-label="Show only">
      <button type="button" className={classes.chip} aria-pressed={chosen.length === 0} onClick={() => onChange([])}>
        Everything
      </button>
      {kindGroups.map((group) => {
        const many = counts === null ? null : group.kinds.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);
        return (
          <button
            type="button"
            key={group.name}
            className={classes.chip}
            aria-pressed={chosen.includes(group)}
            disabled={many === 0 && !chosen.includes(group)}
            onClick={() => toggle(group)}
          >
            {group.name} {many === null ? null : <span className={classes.many}>{count(many)}</span>}
          </button>
        );
      })}
    </div>
  );
}
