import type { CardPress } from '../../../main/core/containment/index.ts';
import type { PressCardRow } from '../../../main/contract/press-card.ts';
import { percent, users } from '../../format.ts';
import { pressCardStore } from '../../stores/press-card.ts';
import { CopyCalls } from '../copy-calls.tsx';
import { Loading, Note } from '../states.tsx';
import { RelativeTime } from '../time.tsx';
import classes from './undo-card.module.css';

const words: Readonly<Record<PressCardRow['undo'], string>> = {
  reversible: 'Can be undone',
  newUsersOnly: 'Undoing it protects new users only',
  permanent: 'Cannot be undone',
};

/** Who would be left with the release if it turned out bad after this press. */
function staying(card: PressCardRow): string | null {
  if (!card.writes || card.undo === 'reversible' || card.toPercent === null || card.toPercent === 0) return null;
  return card.usersAfter === null
    ? `Whoever installs ${card.version} keeps it when it is taken back.`
    : `Up to ${users(card.usersAfter)} would keep ${card.version} when it is taken back.`;
}

function Found({ card }: { readonly card: PressCardRow }) {
  const tone = card.available ? card.undo : 'permanent';
  const stays = staying(card);
  return (
    <>
      <div className={classes.head}>
        <strong className={classes[tone]}>{card.available ? words[card.undo] : 'Not possible now'}</strong>
        {card.toPercent === null ? null : (
          <span>
            {percent(card.fromPercent)} → {percent(card.toPercent)}
            {card.usersAfter === null ? '' : ` · ${users(card.usersAfter)}`}
          </span>
        )}
      </div>
      <p>{card.available ? card.says : card.reason}</p>
      {stays === null ? null : <p>{stays}</p>}
      <div className={classes.foot}>
        <CopyCalls calls={card.calls} what={`the calls for ${card.targetName}`} />
        {card.readAt === null ? null : (
          <small>
            Read from the platform <RelativeTime at={card.readAt} />
          </small>
        )}
      </div>
    </>
  );
}

/** Before a press: what it really does on its platform, what of it can be taken back, for how many, and the exact calls. */
export function UndoCard({ rolloutId, press }: { readonly rolloutId: string; readonly press: CardPress }) {
  const { answer, problem } = pressCardStore.use({ rolloutId, press });
  if (answer === null && problem === null) return <Loading rows={2} label="Reading the platform" />;
  if (answer === null) return <Note tone="warning">What this would do could not be read: {problem?.message}</Note>;
  return (
    <section className={classes.card} aria-label="What this does and what can be undone">
      {problem === null ? null : <Note tone="warning">This could not be renewed: {problem.message}</Note>}
      <Found card={answer} />
    </section>
  );
}
