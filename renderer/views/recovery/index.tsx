import { Card, CardRow } from '../../parts/card.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { Columns, Page } from '../../parts/page.tsx';
import { Empty, Note } from '../../parts/states.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { count } from '../../format.ts';
import type { RecoveryRow } from '../../../main/contract/safety.ts';
import { usePageTitle } from '../../stores/page.ts';
import { useRecovery } from '../../stores/safety.ts';
import { ChoicesCard } from './choices-card.tsx';
import classes from './recovery.module.css';
import { SavedCard } from './saved-card.tsx';

/** After a damaged database: what was saved, what was lost, and how to go on. Nothing runs by itself until a person has chosen. */
export function RecoveryView() {
  const recovery = useRecovery();
  usePageTitle(recovery === null ? null : 'Recovery');
  if (recovery === null) {
    return (
      <Page>
        <Card title="Recovery">
          <Empty title="This workspace is not in recovery">Its database is whole, and releases are watched.</Empty>
        </Card>
      </Page>
    );
  }
  return (
    <Page>
      <Note tone="danger">
        <strong>The database of this workspace was damaged, so nothing runs by itself.</strong> No release goes on and none is taken back
        until an admin has chosen how to go on. What was saved can be read in every view.
      </Note>
      <Columns
        main={<SavedCard recovery={recovery} />}
        side={
          <>
            <ChoicesCard recovery={recovery} />
            <DamageCard recovery={recovery} />
          </>
        }
      />
    </Page>
  );
}

/** What was found wrong, and where the damaged file lies. */
function DamageCard({ recovery }: { readonly recovery: RecoveryRow }) {
  const [first, ...more] = recovery.problems;
  return (
    <Card title="What was damaged">
      <Facts>
        <Fact name="Found">
          <RelativeTime at={recovery.since} />
        </Fact>
        <Fact name="Problems">{count(recovery.problems.length)}</Fact>
      </Facts>
      <CardRow>
        <p className={classes.sentence}>{first ?? 'The file could not be read.'}</p>
        {more.length === 0 ? null : (
          <details className={classes.more}>
            <summary>{more.length === 1 ? 'One more' : `${count(more.length)} more`}</summary>
            <ul className={classes.problems}>
              {more.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          </details>
        )}
      </CardRow>
      {recovery.damagedFile === null ? null : (
        <CardRow>
          <div className={classes.label}>The damaged file is kept as it was</div>
          <code className={classes.path}>{recovery.damagedFile}</code>
        </CardRow>
      )}
      {recovery.schemaFrom === null ? null : (
        <CardRow>
          <p className={classes.sentence}>
            Its list of tables could not be read; that of <code className={classes.path}>{recovery.schemaFrom}</code> was used to read the
            rows.
          </p>
        </CardRow>
      )}
    </Card>
  );
}
