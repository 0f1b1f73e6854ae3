import type { ExposureView } from '../../../main/contract/exposure.ts';
import { atHead, keepUnits, percent, users } from '../../format.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { Loading, Problem } from '../../parts/states.tsx';
import table from '../../parts/table.module.css';
import { exposureStore } from '../../stores/containments.ts';
import classes from './exposure-card.module.css';

type Target = ExposureView['targets'][number];

const sources: Readonly<Record<Target['now']['source'], string>> = {
  intake: 'intake',
  platform: 'platform’s share × population',
  written: 'last confirmed share × population',
};

function Sum({ sum }: { readonly sum: ExposureView['now'] }) {
  return (
    <>
      {sum.atMost ? <small>up to </small> : null}
      {users(sum.users)}
      {sum.percent === null ? null : <span className={classes.share}> · {percent(sum.percent)}</span>}
    </>
  );
}

function counted({ users: count, percent: share, atMost }: Target['now']): string {
  if (count === null) return share === null ? 'unknown' : `${atMost ? 'up to ' : ''}${percent(share)}, users unknown`;
  return `${atMost && count > 0 ? 'up to ' : ''}${users(count)}`;
}

function Line({ target }: { readonly target: Target }) {
  return (
    <tr>
      <td className={table.strong}>{atHead(target.targetName)}</td>
      <td className={table.number}>{counted(target.now)}</td>
      <td className={table.number}>{counted(target.most)}</td>
      <td className={table.muted}>
        {keepUnits(target.now.says)}
        {target.now.percent === null ? null : <small className={classes.source}> Source: {sources[target.now.source]}.</small>}
      </td>
    </tr>
  );
}

function Known({ view }: { readonly view: ExposureView }) {
  const { now, most, population, flagsLeftOut, targets } = view;
  return (
    <>
      <Facts>
        <Fact name="On it now">
          <Sum sum={now} />
        </Fact>
        <Fact name="At the most so far">
          <Sum sum={most} />
        </Fact>
        <Fact name="All users, as typed in">{users(population)}</Fact>
      </Facts>
      {now.unknown.length === 0 ? null : (
        <CardRow>
          <span className={classes.unknown}>Not in these numbers, because it is not known: {now.unknown.map(atHead).join(', ')}.</span>
        </CardRow>
      )}
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Target</th>
              <th scope="col" className={table.number}>
                Now
              </th>
              <th scope="col" className={table.number}>
                At most
              </th>
              <th scope="col">Where the number comes from</th>
            </tr>
          </thead>
          <tbody>
            {targets.map((target) => (
              <Line key={target.targetId} target={target} />
            ))}
          </tbody>
        </table>
      </div>
      {flagsLeftOut ? (
        <CardRow>
          <span className={classes.source}>Users of a flag are users of the other targets, so they are not added.</span>
        </CardRow>
      ) : null}
    </>
  );
}

/** Who has the release on web, desktop and mobile together: now, at most, and where each number comes from. */
export function ExposureCard({ applicationId, version }: { readonly applicationId: string; readonly version: string }) {
  const { answer, problem, askAgain } = exposureStore.use({ applicationId, version });
  return (
    <Card title={`Who has ${version}`} aside="all targets together">
      {answer === null && problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {answer === null && !problem ? <Loading rows={3} label="Adding up who has it" /> : null}
      {answer === null ? null : <Known view={answer} />}
    </Card>
  );
}
