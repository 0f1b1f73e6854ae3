import type { RolloutRow } from '../../../main/contract/shapes.ts';
import { Sparkline } from '../../charts/sparkline.tsx';
import { atHead, duration, keepUnits, percent } from '../../format.ts';
import { endingOf, wayBackWords } from '../../parts/ending.ts';
import { NextSentence } from '../../parts/next-sentence.tsx';
import { StageTrack } from '../../parts/stage-track.tsx';
import { WayBackLine } from '../../parts/way-back.tsx';
import { EndMark, markOf, marks, VerdictMark } from '../../parts/verdict-mark.tsx';
import { href } from '../../stores/router.ts';
import classes from './lane.module.css';

/** `14 of 30 min` when both are in the same unit, else `8 h 24 min of 1 d`. */
function partOf(value: string, whole: string): string {
  const [number = '', unit] = value.split('\u00a0');
  return whole.endsWith(`\u00a0${unit}`) && whole.split('\u00a0').length === 2 ? `${number} of ${whole}` : `${value} of ${whole}`;
}

function bakeInWords(row: RolloutRow): string {
  const stage = row.stages[row.stage];
  if (!stage || stage.bakeMs <= 0) return '';
  if (row.observedMs >= stage.bakeMs) return ` for ${duration(row.observedMs)}`;
  return ` for ${partOf(duration(row.observedMs), duration(stage.bakeMs))} observed`;
}

/** How far a lane is, in words. */
export function shareInWords(row: RolloutRow): string {
  if (row.state === 'preparing') return 'not started yet';
  if (row.state === 'rollingBack') return `going ${wayBackWords(row)}`;
  const ending = endingOf(row);
  if (ending) return row.state === 'completed' ? `complete at ${percent(row.percent)}` : ending.words;
  const share = row.percent === null ? 'share unknown' : percent(row.percent);
  return row.state === 'held' ? `held at ${share}` : `${share}${bakeInWords(row)}`;
}

function why(row: RolloutRow): string {
  if (row.endedAt !== null || row.state === 'preparing') return '';
  if (row.drift !== null) return `the platform says ${row.drift.says}, we wrote ${row.drift.wrote}`;
  if (row.state === 'held' && row.heldReason !== null) return row.heldReason;
  const gate = row.spark?.title ?? '';
  const named = gate === '' || row.verdictText.toLowerCase().includes(gate.toLowerCase()) || row.verdict === 'pending';
  return named ? row.verdictText : `${gate} ${row.verdictText}`;
}

/** The detail of what is next, unless it only repeats what the lane says already. */
function detailOf(row: RolloutRow): string {
  // The words under the track say how much was observed.
  if (row.next.cause === 'bake') return '';
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, ' ')
      .trim();
  return plain(row.next.detail).includes(plain(row.verdictText)) && row.verdictText !== '' ? '' : keepUnits(row.next.detail);
}

function Next({ row }: { readonly row: RolloutRow }) {
  const detail = detailOf(row);
  return (
    <div className={classes.next}>
      {row.endedAt === null ? <NextSentence next={row.next} /> : null}
      {row.failedActions > 0 ? (
        <div className={classes.failed}>{row.failedActions === 1 ? '1 step failed' : `${row.failedActions} steps failed`}</div>
      ) : null}
      {detail === '' ? null : (
        <div className={classes.detail} title={detail}>
          {detail}
        </div>
      )}
    </div>
  );
}

function Mark({ row }: { readonly row: RolloutRow }) {
  const kind = markOf(row);
  const ending = endingOf(row);
  if (ending) return <EndMark ending={ending} />;
  return <VerdictMark kind={kind} note={kind === row.verdict ? row.verdictNote : ''} />;
}

/** A lane: where, how far, what that means, the verdict, what is next and when, and the gate that matters. */
export function Lane({ row }: { readonly row: RolloutRow }) {
  const color = marks[markOf(row)].color;
  const words = keepUnits(why(row));
  return (
    <article className={classes.lane} data-lane={row.id} aria-label={`${row.targetName} on ${row.platformLabel}`}>
      <div className={classes.name}>
        <a className={classes.link} href={href(`/rollouts/${encodeURIComponent(row.id)}`)}>
          {atHead(row.targetName)} · {row.platformLabel}
        </a>
        <div className={classes.channel}>{row.channel}</div>
      </div>
      <div className={classes.far}>
        <StageTrack row={row} color={color} />
        <div className={classes.words} title={words}>
          {shareInWords(row)}
          {words === '' ? '' : ` · ${words}`}
        </div>
        {row.endedAt === null && row.state !== 'rollingBack' ? <WayBackLine wayBack={row.wayBack} /> : null}
      </div>
      <div className={classes.mark}>
        <Mark row={row} />
      </div>
      <Next row={row} />
      <div className={classes.spark}>
        {row.spark ? (
          <Sparkline points={row.spark.points} bound={row.spark.bound} color={color} label={`${row.spark.title}, recent values`} />
        ) : null}
      </div>
    </article>
  );
}
