import { useMemo } from 'react';
import { atHead, keepUnits } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { Empty, Loading, Note } from '../../parts/states.tsx';
import { planSensitivity } from '../../stores/plans.ts';
import classes from './plans.module.css';

/** The smallest fault each stage could see on each target, by the traffic of the last day. `text` is null while it has problems. */
export function Sensitivity({ text }: { readonly text: string | null }) {
  const { answer, loading } = planSensitivity.use(useMemo(() => (text === null ? null : { text }), [text]));
  if (text === null) return null;
  return (
    <Card title="What it can see">
      {answer === null && loading ? <Loading rows={3} label="Looking at the traffic" /> : null}
      {answer?.length === 0 ? (
        <Empty title="The traffic is not known yet">
          Once a release was watched with these metrics, each stage says here what it can see.
        </Empty>
      ) : null}
      {(answer ?? []).map((row) => (
        <section key={row.targetId} className={classes.explanation} aria-label={row.target}>
          <h3>{atHead(row.target)}</h3>
          {row.stages.map((stage) =>
            stage.blind ? (
              <Note key={stage.stage} tone="warning">
                {keepUnits(stage.words)}
              </Note>
            ) : (
              <p key={stage.stage}>{keepUnits(stage.words)}</p>
            ),
          )}
        </section>
      ))}
    </Card>
  );
}
