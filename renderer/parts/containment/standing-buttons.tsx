import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ContainmentRow } from '../../../main/contract/containment.ts';
import type { RungRow } from '../../../main/contract/shapes.ts';
import { atHead, users } from '../../format.ts';
import { usePress } from '../../stores/press.ts';
import { useRoleNote } from '../../stores/status.ts';
import { ReasonDialog } from '../reason-dialog.tsx';
import { ProblemNote } from '../states.tsx';
import classes from './standing.module.css';
import { undoWords } from './undo-line.tsx';

interface RowProps {
  readonly row: ContainmentRow;
}

const ops = ['rollback', 'halt', 'unpublish'] as const;

/** One act that is left, with what it can take back: pressed at once where a better one was refused, asked first where it is the first, or cannot be undone. */
function Act({ row, rung, first }: RowProps & { readonly rung: RungRow; readonly first: boolean }) {
  const press = usePress('rollouts.contain');
  const note = useRoleNote('operator');
  const [asking, setAsking] = useState(false);
  const op = ops.find((one) => one === rung.op);
  const asks = row.standing !== 'failed' || rung.undo === 'permanent';
  async function run(reason: string): Promise<void> {
    if (op === undefined) return;
    const result = await press.run({ rolloutId: row.rolloutId, op, toVersion: rung.toVersion, reason });
    if (result?.ok) setAsking(false);
  }
  const label = atHead(rung.act);
  const reason = `Next best after a refusal: ${rung.act}`;
  return (
    <div className={classes.act}>
      <Button
        variant={first && rung.undo !== 'permanent' ? 'filled' : 'default'}
        disabled={note !== null}
        title={note ?? undefined}
        loading={press.pending}
        aria-label={`${label} on ${row.targetName}`}
        onClick={() => (asks ? setAsking(true) : void run(reason))}
      >
        {asks ? `${label}…` : label}
      </Button>
      <small>
        <b className={classes[rung.undo]}>{undoWords[rung.undo]}.</b> {rung.says}
      </small>
      {asking ? (
        <ReasonDialog
          title={`${label} on ${row.targetName}`}
          confirm={label}
          danger
          suggestion={row.standing === 'failed' ? reason : ''}
          busy={press.pending}
          problem={press.problem}
          onConfirm={(given) => void run(given)}
          onClose={() => setAsking(false)}
        >
          <b className={classes[rung.undo]}>{undoWords[rung.undo]}.</b> {rung.says}{' '}
          {row.users === null
            ? 'How many users have it is not known.'
            : `${row.usersAtMost ? 'Up to ' : ''}${users(row.users)} have it now.`}
        </ReasonDialog>
      ) : null}
      {press.problem && !asking ? <ProblemNote problem={press.problem} /> : null}
    </div>
  );
}

const carryOnWords: Partial<Record<ContainmentRow['standing'], readonly [string, string]>> = {
  failed: ['Try again', 'Reads the platform first, then makes the same call once more.'],
  unknown: ['Carry on', 'Reads the platform now; the call is made again only if it was not applied.'],
  working: ['Carry on', 'Tries now instead of at the next turn.'],
};

/** Goes on with what was begun: tries again what was refused, looks now at what is not known. */
function CarryOn({ row }: RowProps) {
  const press = usePress('rollouts.carryOn');
  const note = useRoleNote('operator');
  const found = carryOnWords[row.standing];
  if (found === undefined || (row.standing === 'working' && (row.act?.attempts ?? 0) === 0 && row.failingSince === null)) return null;
  const [label, says] = found;
  return (
    <div className={classes.act}>
      <Button
        disabled={note !== null}
        title={note ?? undefined}
        loading={press.pending}
        aria-label={`${label}: ${row.targetName}`}
        onClick={() => void press.run({ rolloutId: row.rolloutId, reason: `${label}, pressed by hand` })}
      >
        {label}
      </Button>
      <small>{says}</small>
      {press.problem ? <ProblemNote problem={press.problem} /> : null}
    </div>
  );
}

const settleWords = {
  contained: {
    label: 'Settle: it is taken back there',
    says: 'The platform shows that somebody took it back there. Nothing is sent.',
    suggestion: 'Taken back on the platform itself',
  },
  left: {
    label: 'Leave it as it is',
    says: 'Nothing is sent. The target counts as accepted, and nothing moves there by itself any more.',
    suggestion: '',
  },
} as const;

/** Ends the containment of a target without a write: with a reason, on record. */
function Settle({ row }: RowProps) {
  const press = usePress('rollouts.settle');
  const note = useRoleNote('operator');
  const [asking, setAsking] = useState(false);
  if (row.settles === null) return null;
  const { label, says, suggestion } = settleWords[row.settles];
  const full = row.standing === 'open' ? 'Nothing is sent. Users keep it, its plan goes on, and it counts as accepted.' : says;
  async function run(reason: string): Promise<void> {
    const result = await press.run({ rolloutId: row.rolloutId, reason });
    if (result?.ok) setAsking(false);
  }
  return (
    <div className={classes.act}>
      <Button
        variant="subtle"
        color="gray"
        disabled={note !== null}
        title={note ?? undefined}
        aria-label={`${label}: ${row.targetName}`}
        onClick={() => setAsking(true)}
      >
        {label}
      </Button>
      {asking ? (
        <ReasonDialog
          title={`${label}: ${row.targetName}`}
          confirm={label}
          suggestion={suggestion}
          busy={press.pending}
          problem={press.problem}
          onConfirm={(given) => void run(given)}
          onClose={() => setAsking(false)}
        >
          {full}
        </ReasonDialog>
      ) : null}
    </div>
  );
}

/** What is left to press on a target that is not contained; who may not press is told why. */
export function StandingButtons({ row }: RowProps) {
  const note = useRoleNote('operator');
  const nothing = row.next.length === 0 && row.settles === null && carryOnWords[row.standing] === undefined;
  if (row.standing === 'contained' || row.standing === 'accepted' || nothing) return null;
  return (
    <div className={classes.buttons}>
      {row.next.map((rung, index) => (
        <Act key={`${rung.op}${rung.toVersion ?? ''}`} row={row} rung={rung} first={index === 0 && row.standing === 'failed'} />
      ))}
      <CarryOn row={row} />
      <Settle row={row} />
      {note === null ? null : <small className={classes.facts}>{note}.</small>}
    </div>
  );
}
