import type { RecoveryMoment, RecoveryStep } from '../recovery/index.ts';
import { counted, durationInWords, listInWords, sentence } from '../words.ts';
import { type PostmortemRecord, takesBack } from './record.ts';
import { plainLine } from './words.ts';

function step(record: PostmortemRecord, moment: RecoveryMoment): RecoveryStep | undefined {
  return record.recovery.find((one) => one.moment === moment);
}

function between(record: PostmortemRecord, from: RecoveryMoment, to: RecoveryMoment): number | null {
  const start = step(record, from)?.at ?? null;
  const end = step(record, to)?.at ?? null;
  return start === null || end === null ? null : Math.max(0, end - start);
}

function ways(record: PostmortemRecord): PostmortemRecord['actions'] {
  return record.actions.filter(({ operation }) => takesBack.includes(operation));
}

/** A gate spoke and the engine acted before anybody pressed. */
function byItself(record: PostmortemRecord): boolean {
  const first = record.decisions
    .filter(({ kind, recommendation }) => !recommendation && (kind === 'rollback' || kind === 'pause'))
    .toSorted((a, b) => a.at - b.at)[0];
  return first?.actor.kind === 'system';
}

/** What went well, as far as the record shows it. */
export function wentWell(record: PostmortemRecord): readonly string[] {
  const seen = between(record, 'detectable', 'detected');
  const contained = between(record, 'decided', 'contained');
  const sent = ways(record);
  const widest = record.reach.reduce<number | null>(
    (most, { percentMax }) => (percentMax === null ? most : Math.max(most ?? 0, percentMax)),
    null,
  );
  const lines: (string | null)[] = [
    seen === null
      ? null
      : `A gate saw it ${seen === 0 ? 'with' : `${durationInWords(seen)} after`} the first reading beyond its red bound.`,
    byItself(record) ? 'Tidegate took it back or paused it without waiting for a person.' : null,
    contained === null
      ? null
      : `Every platform confirmed within ${durationInWords(contained)} of the decision that it was taken back (${counted(sent.length, 'write')}, each read back).`,
    widest !== null && widest < 100 ? `It was stopped before everybody had it: at most ${widest} % on any target.` : null,
    record.told.length === 0 ? null : `People were told: ${listInWords([...new Set(record.told)])}.`,
  ];
  return lines.flatMap((line) => line ?? []);
}

const missing: Readonly<Record<RecoveryMoment, string>> = {
  introduced: 'When did the first users get it?',
  detectable: 'From when on could it have been seen? No frozen reading lies beyond a red bound.',
  detected: 'Why did no gate turn red? Which metric would have shown it?',
  decided: 'Who should have decided, and what did they wait for?',
  acted: 'Why has no call that takes it back been sent?',
  contained: 'Which platform still offers it, and who looks after that?',
  recovered: 'Are users well again? Nothing was measured after it was contained.',
};

/** A bad release that is seen later than this asks for an earlier sight, ms. */
const lateMs = 10 * 60_000;

/** What the record cannot answer, and people have to. */
export function openQuestions(record: PostmortemRecord): readonly string[] {
  const unknown = record.recovery.filter(({ at }) => at === null).map(({ moment }) => missing[moment]);
  const uncounted = record.reach.filter(({ usersMax }) => usersMax === null).map(({ target }) => plainLine(target));
  const late = between(record, 'introduced', 'detected');
  const refused = ways(record).filter(({ problem }) => problem !== null);
  return [
    'What in the change caused it? The record shows what users met, not why.',
    'Why did nothing before the rollout show it: tests, review, the channel before?',
    ...unknown,
    ...(uncounted.length === 0 ? [] : [`How many users had it on ${listInWords(uncounted)}? The record does not say.`]),
    ...(late !== null && late > lateMs
      ? [`Could it have been seen sooner than ${durationInWords(late)} after the first users had it?`]
      : []),
    ...refused.map(
      ({ target, problem }) => `Why did ${plainLine(target)} not take the write at first? ${sentence(plainLine(problem ?? ''))}`,
    ),
    ...(record.told.includes('users') ? [] : ['Were the users who had it told? The record holds no message to them.']),
  ];
}

/** Things to do that follow from the record; people add theirs. */
export function followUps(record: PostmortemRecord): readonly string[] {
  const uncounted = record.reach.filter(({ usersMax }) => usersMax === null).map(({ target }) => plainLine(target));
  const shadow = record.verdicts.filter(({ kind, shadow: silent }) => silent && (kind === 'red' || kind === 'emergency'));
  const open = ways(record).filter(({ state }) => state !== 'confirmed');
  return [
    'Try a tighter gate in Backtest over the readings of this release',
    ...shadow.map(({ title }) => `Decide whether ${plainLine(title)} may act: it was red in the shadow`),
    ...(uncounted.length === 0 ? [] : [`Say how many users ${listInWords(uncounted)} ${uncounted.length === 1 ? 'has' : 'have'}`]),
    ...open.map(({ target, says }) => `Settle ${plainLine(target)}: ${plainLine(says)}`),
  ];
}
