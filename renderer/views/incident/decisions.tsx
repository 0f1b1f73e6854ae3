import { Tooltip } from '@mantine/core';
import type { DecisionRow } from '../../../main/contract/shapes.ts';
import { absolute, clockSeconds } from '../../format.ts';
import { actorWords } from '../../parts/actor-words.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { Empty } from '../../parts/states.tsx';
import classes from './incident.module.css';
import { logOf } from './log.ts';

/** Decisions of the release, newest first, each with who made it. */
export function Decisions({ decisions }: { readonly decisions: readonly DecisionRow[] }) {
  return (
    <Card title="Decisions">
      {decisions.length === 0 ? <Empty title="No decision was recorded" /> : null}
      {logOf(decisions).map(({ decision, targets }) => (
        <CardRow key={decision.id} className={classes.log}>
          <Tooltip label={absolute(decision.at)}>
            <time dateTime={new Date(decision.at).toISOString()}>{clockSeconds(decision.at)}</time>
          </Tooltip>
          <div>
            {decision.reason}
            <small>
              {actorWords(decision.actor)}
              {targets > 1 ? `, on ${targets} targets` : ''}
              {decision.recommendation ? ', a recommendation' : ''}
            </small>
          </div>
        </CardRow>
      ))}
    </Card>
  );
}
