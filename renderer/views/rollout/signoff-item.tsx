import { Button, Tooltip } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed, IconCircleX, IconClockExclamation } from '@tabler/icons-react';
import { useState } from 'react';
import type { RolloutRow, SignoffRow } from '../../../main/contract/shapes.ts';
import { keepUnits } from '../../format.ts';
import { DueTime, RelativeTime } from '../../parts/time.tsx';
import { useNow } from '../../stores/clock.ts';
import { useRoleNote } from '../../stores/status.ts';
import classes from './checks-card.module.css';
import { SignoffDialog } from './signoff-dialog.tsx';
import { askedWords, stateWord } from './signoff-words.ts';

const icons = { go: IconCircleCheck, noGo: IconCircleX, open: IconCircleDashed, expired: IconClockExclamation } as const;
const tones = { go: classes.passed, noGo: classes.refused, open: classes.unknown, expired: classes.late } as const;

function Times({ row }: { readonly row: SignoffRow }) {
  const now = useNow();
  const late = row.due !== null && row.due < now;
  return (
    <>
      {row.due === null || row.state === 'go' ? null : (
        <span className={late ? classes.late : undefined}>
          {' · '}
          {late ? 'was wanted ' : 'wanted '}
          {late ? <RelativeTime at={row.due} /> : <DueTime at={row.due} />}
        </span>
      )}
      {row.lapsesAt === null ? null : (
        <>
          {' · lapses '}
          <DueTime at={row.lapsesAt} />
        </>
      )}
    </>
  );
}

function Buttons({ row, rolloutId }: { readonly row: SignoffRow; readonly rolloutId: string }) {
  const [asked, setAsked] = useState<'go' | 'noGo' | null>(null);
  const blocked = useRoleNote(row.role);
  return (
    <div className={classes.buttons}>
      {(['go', 'noGo'] as const).map((answer) => (
        <Tooltip key={answer} label={blocked ?? (answer === 'go' ? 'Asks once more, with a reason' : 'Holds the share until a later go')}>
          <Button
            variant={answer === 'go' && row.state !== 'go' ? 'filled' : 'default'}
            disabled={blocked !== null}
            aria-label={`${answer === 'go' ? 'Go' : 'No-go'}: ${row.title}`}
            onClick={() => setAsked(answer)}
          >
            {answer === 'go' ? 'Go…' : 'No-go…'}
          </Button>
        </Tooltip>
      ))}
      {blocked === null ? null : <small>{blocked}</small>}
      {asked === null ? null : <SignoffDialog rolloutId={rolloutId} row={row} go={asked === 'go'} onClose={() => setAsked(null)} />}
    </div>
  );
}

/** One go or no-go: where it stands, who and what for, and the two answers while the rollout goes on. */
export function SignoffItem({ row, rollout }: { readonly row: SignoffRow; readonly rollout: RolloutRow }) {
  const Icon = icons[row.state];
  return (
    <div className={classes.check}>
      <Icon className={tones[row.state]} size={17} aria-hidden />
      <span>
        <strong>{row.title}</strong> <span className={tones[row.state]}>{stateWord(row)}</span>
        {row.moment === 'beforeStart' ? ', before the start' : ''}
      </span>
      <span className={classes.time}>{row.at === null ? null : <RelativeTime at={row.at} />}</span>
      {row.state === 'open' && !row.byGate ? null : <p className={classes.words}>{keepUnits(row.words)}</p>}
      <small>
        {keepUnits(askedWords(row))}
        <Times row={row} />
      </small>
      {row.byGate || rollout.endedAt !== null ? null : <Buttons row={row} rolloutId={rollout.id} />}
    </div>
  );
}
