import { useId, useState } from 'react';
import type { DecisionRow } from '../../../main/contract/shapes.ts';
import { absolute, atHead, clockSeconds, keepUnits } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { VerdictMark } from '../../parts/verdict-mark.tsx';
import { decisionStore } from '../../stores/rollout.ts';
import classes from './decision-log.module.css';

const kinds: Readonly<Record<DecisionRow['kind'], string>> = {
  start: 'Start',
  advance: 'Advance',
  wait: 'Wait',
  hold: 'Hold',
  pause: 'Pause',
  resume: 'Resume',
  rollback: 'Roll back',
  complete: 'Complete',
  cancel: 'Cancel',
  acceptDrift: 'Accept drift',
  restoreDrift: 'Restore',
  approve: 'Approve',
  automation: 'Automation',
  retry: 'Try again',
  settle: 'Settled by hand',
  signoff: 'Sign off',
  recapture: 'Take a baseline again',
};

const atFirst = 8;

function Seen({ decision }: { readonly decision: DecisionRow }) {
  const { answer, problem, askAgain } = decisionStore.use({ decisionId: decision.id });
  if (answer === null) return problem ? <Problem problem={problem} onRetry={askAgain} /> : <Loading rows={2} label="Reading what it saw" />;
  return (
    <div className={classes.seen}>
      {answer.verdicts.length === 0 ? 'No gate was judged for it.' : null}
      <ul>
        {answer.verdicts.map((verdict) => (
          <li key={verdict.gate}>
            {verdict.kind === undefined ? null : <VerdictMark kind={verdict.kind} />} {verdict.title ?? verdict.gate}: {verdict.reason}
          </li>
        ))}
      </ul>
      {decision.snapshotHash === null ? null : (
        <p className={classes.hash}>Snapshot {decision.snapshotHash.slice(0, 16)}: can be computed again</p>
      )}
    </div>
  );
}

function Item({ decision }: { readonly decision: DecisionRow }) {
  const [open, setOpen] = useState(false);
  const panel = useId();
  const actor = decision.actor.kind === 'system' ? 'engine' : decision.actor.name;
  const kind = decision.recommendation ? `Recommends: ${kinds[decision.kind].toLowerCase()}` : kinds[decision.kind];
  return (
    <li className={classes.item}>
      <button type="button" className={classes.opener} aria-expanded={open} aria-controls={panel} onClick={() => setOpen(!open)}>
        <time className={classes.time} dateTime={new Date(decision.at).toISOString()} title={absolute(decision.at)}>
          {clockSeconds(decision.at)}
        </time>
        <span>
          <span className={classes.kind}>{kind}:</span> {keepUnits(atHead(decision.reason))}
        </span>
        <span className={classes.actor}>{actor}</span>
      </button>
      <div id={panel} hidden={!open}>
        {open ? <Seen decision={decision} /> : null}
      </div>
    </li>
  );
}

/** What was decided, newest first, by whom and why; each opens to what it was decided from. */
export function DecisionLog({ decisions }: { readonly decisions: readonly DecisionRow[] }) {
  const [all, setAll] = useState(false);
  const rows = decisions.toSorted((a, b) => b.at - a.at);
  const shown = all ? rows : rows.slice(0, atFirst);
  return (
    <Card title="Decisions" aside={rows.length === 0 ? null : `${rows.length}`}>
      {rows.length === 0 ? <Empty title="Nothing is decided yet">Each decision appears here with its reason.</Empty> : null}
      <ul className={classes.list}>
        {shown.map((decision) => (
          <Item key={decision.id} decision={decision} />
        ))}
      </ul>
      {rows.length > shown.length ? (
        <button type="button" className={classes.more} onClick={() => setAll(true)}>
          Show all {rows.length}
        </button>
      ) : null}
    </Card>
  );
}
