import { Note } from '../../parts/states.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { drillOffer } from '../../stores/drills.ts';
import { href } from '../../stores/router.ts';

const everything = {};

/** Says when taking a release back was not rehearsed for longer than Settings want. */
export function DrillReminder() {
  const { answer } = drillOffer.use(everything);
  if (answer === null || !answer.available || !answer.reminder.due) return null;
  const { lastAt } = answer.reminder;
  return (
    <Note tone="info">
      {lastAt === null ? (
        'Taking a release back was never rehearsed here. '
      ) : (
        <>
          Taking a release back was last rehearsed <RelativeTime at={lastAt} />.{' '}
        </>
      )}
      <a href={href('/drills')}>Play a fire drill</a>
    </Note>
  );
}
