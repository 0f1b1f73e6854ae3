import { Checkbox } from '@mantine/core';
import type { UndoLine } from '../../../main/contract/shapes.ts';
import { durationInWords } from '../../../main/core/words.ts';
import { atHead, percent, users } from '../../format.ts';
import { CopyCalls } from '../copy-calls.tsx';
import classes from './containment.module.css';

/** What an operation can still take back, in words. */
export const undoWords: Readonly<Record<UndoLine['undo'], string>> = {
  reversible: 'Reversible',
  newUsersOnly: 'Protects new users only',
  permanent: 'Cannot be undone',
};

/** Where a line leads: a version, off for a flag, or nowhere. */
export function backTo(line: UndoLine): string {
  if (line.toVersion !== null) return line.toVersion;
  return line.surface === 'flag' ? 'off' : 'no version to go back to';
}

/** Class of the colour that says how much can be taken back. */
export function undoTone(line: UndoLine): string {
  return line.available ? line.undo : 'refused';
}

/** How long it really took here so far, and what follows if it is refused. */
function besides(line: UndoLine): string {
  const took = line.measured === null ? '' : `Took ${durationInWords(line.measured.lastMs)} last time. `;
  const next = line.next.find((rung) => rung.undo !== 'permanent');
  return `${took}${line.available && next !== undefined ? `If it is refused: ${next.act}.` : ''}`;
}

interface UndoRowProps {
  readonly line: UndoLine;
  readonly chosen: boolean;
  readonly onChoose: (chosen: boolean) => void;
}

/** One target of the confirmation: from → to, users, what really happens there and what stays. */
export function UndoRow({ line, chosen, onChoose }: UndoRowProps) {
  return (
    <div className={classes.line}>
      <Checkbox
        className={classes.check ?? ''}
        checked={chosen && line.available}
        disabled={!line.available}
        onChange={(event) => onChoose(event.currentTarget.checked)}
        aria-label={`Take back ${line.targetName}`}
      />
      <span className={classes.name}>{atHead(line.targetName)}</span>
      <span className={classes.move}>
        {line.version} at {percent(line.fromPercent)} → {backTo(line)} · {users(line.usersOnIt)}
      </span>
      <span className={classes.says}>
        <span className={`${classes.undo} ${classes[undoTone(line)] ?? ''}`}>
          {line.available ? undoWords[line.undo] : 'Not possible'}.
        </span>{' '}
        {line.available ? line.says : line.reason} {besides(line)}
      </span>
      <div className={classes.calls}>
        <CopyCalls calls={line.calls} what={`the calls for ${line.targetName}`} />
      </div>
    </div>
  );
}
