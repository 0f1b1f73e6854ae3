import type { DrillPreparation } from '../../../main/contract/drills.ts';
import { duration } from '../../format.ts';
import { Loading, Note, Problem } from '../../parts/states.tsx';
import { drillPreparation } from '../../stores/drills.ts';
import classes from './drills.module.css';

const useWords = { asked: '✓', standIn: '≈', blind: '◌' } as const;

function Metrics({ rows }: { readonly rows: DrillPreparation['metrics'] }) {
  return (
    <table className={classes.uses}>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <span aria-hidden>{useWords[row.use]}</span> {row.title}
            </th>
            <td className={classes.muted}>{row.says}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Prepared({ preparation }: { readonly preparation: DrillPreparation }) {
  if (preparation.problem !== null) return <Note tone="warning">{preparation.problem}</Note>;
  const { speed, lastsMs, targets, judging, blind, leftOut, metrics } = preparation;
  const pace = speed === 1 ? 'Times pass as the plan says.' : `Times of the plan pass ${speed} times faster.`;
  return (
    <div className={classes.stack}>
      <p className={classes.summary}>
        {pace} A release that stays good needs {duration(lastsMs)} or more for all stages. On {targets.join(', ')}. Judged by{' '}
        {judging.join(', ')}.
      </p>
      {blind.length > 0 ? (
        <Note tone="warning">
          Blind in this drill, so that they only watch: <strong>{blind.join(', ')}</strong>. The practice fleet cannot answer their metrics.
        </Note>
      ) : null}
      <Metrics rows={metrics} />
      {leftOut.length > 0 ? (
        <div className={classes.muted}>
          Left out of the drill:
          <ul className={classes.list}>
            {leftOut.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}

interface PreparationProps {
  readonly wish: { readonly scenario: string; readonly plan: string; readonly byHand: boolean };
}

/** What the chosen plan meets on the practice fleet, said before anything starts. */
export function Preparation({ wish }: PreparationProps) {
  const { answer, problem, askAgain } = drillPreparation.use(wish);
  if (problem !== null) return <Problem problem={problem} onRetry={askAgain} />;
  return answer === null ? <Loading rows={3} label="Looking at the plan" /> : <Prepared preparation={answer} />;
}
