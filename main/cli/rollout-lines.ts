import type { ExposureView } from '../contract/exposure.ts';
import type { RolloutDetail } from '../contract/rollouts.ts';
import type { MatrixRow, RolloutRow, SignoffRow } from '../contract/shapes.ts';
import type { matrixColumns } from '../core/decide/matrix.ts';
import { formatValue } from '../core/gates/format.ts';
import { durationInWords, listInWords } from '../core/words.ts';
import { commandWords } from '../store/command-words.ts';
import { verdictMarks } from './marks.ts';

/** One rollout in one line. */
export function rolloutLine(row: RolloutRow): string {
  return `${row.applicationName} ${row.version} on ${row.targetName}: ${row.state}, ${row.percent ?? '?'} % — ${row.next.sentence}`;
}

const sourceWords: Readonly<Record<ExposureView['targets'][number]['now']['source'], string>> = {
  intake: 'intake',
  platform: 'the platform’s share × population',
  written: 'last confirmed share × population',
};

/** Who has a release, now and at most, over all its targets, with the source of each number. */
export function exposureLines({ now, most, targets, flagsLeftOut }: ExposureView): string[] {
  return [
    `on it now: ${now.says}`,
    `most so far: ${most.says}`,
    ...targets
      .filter((target) => target.reached || (target.now.percent ?? 0) > 0)
      .map(({ targetName, now: own }) => {
        const users = own.users === null ? 'unknown users' : `${own.atMost ? 'at most ' : ''}${own.users.toLocaleString('en')} users`;
        return `  ${targetName}: ${users} (${sourceWords[own.source]}) — ${own.says}`;
      }),
    ...(flagsLeftOut ? ['  users of a flag are users of the other targets, so they are not added'] : []),
  ];
}

/** Whether there is a way back now, and what drifted. */
function ground({ rollout: { id, wayBack, drift, endedAt } }: RolloutDetail): string[] {
  const exists = { true: 'a way back exists', false: 'NO way back', null: 'way back not known' }[`${wayBack.exists}`];
  const back = `${exists}${wayBack.to === null ? '' : `: ${wayBack.to}`} — ${wayBack.says}`;
  const wroteAt = drift?.wroteAt ?? null;
  const when = wroteAt === null ? '' : ` at ${new Date(wroteAt).toISOString()} by ${drift?.wroteBy ?? 'Tidegate'}`;
  return [
    ...(endedAt === null ? [back] : []),
    ...(drift === null
      ? []
      : [
          `drift: the platform shows ${drift.says}; Tidegate wrote ${drift.wrote}${when}. ${drift.who}`,
          `  accept theirs: ${commandWords('drift', id, 'accept', '--reason', 'WHY')}`,
          `  restore ours: ${commandWords('drift', id, 'restore', '--reason', 'WHY')}`,
        ]),
  ];
}

const signoffWords: Readonly<Record<SignoffRow['state'], string>> = { go: 'go', noGo: 'NO-GO', open: 'waits', expired: 'lapsed' };
const columnWords: Readonly<Record<(typeof matrixColumns)[number], string>> = {
  green: `${verdictMarks.green} green`,
  yellow: `${verdictMarks.yellow} yellow`,
  red: `${verdictMarks.red} red`,
  emergency: `${verdictMarks.emergency} emergency`,
  noData: `${verdictMarks.blind} no data`,
};

/** Where a gate stands in the decision matrix, and what that leads to (R3.7). */
function matrixLine({ title, current, cells, shadow }: MatrixRow): string {
  const cell = cells.find(({ column }) => column === current);
  const name = `gate ${title}${shadow ? ' (shadow)' : ''}`;
  return cell === undefined ? `${name}: not judged yet` : `${name}: ${columnWords[cell.column]} → ${cell.outcome}`;
}

function signoffLines(row: SignoffRow, { id, endedAt }: RolloutRow): string[] {
  const line = `signoff ${row.signoff} · ${row.title}: ${signoffWords[row.state]} — ${row.words}`;
  if (row.state === 'go' || row.byGate || endedAt !== null) return [line];
  const value = row.value === null ? [] : ['--value', 'NUMBER'];
  const note = row.evidence ? ['--note', 'TEXT'] : [];
  return [line, `  answer it: ${commandWords('signoff', id, row.signoff, '--go', ...value, ...note, '--reason', 'WHY')}`];
}

function approvalLines({ ahead, approvals, rollout }: RolloutDetail): string[] {
  if (ahead === null || ahead.approvals.length === 0) return [];
  const names = approvals.filter((one) => one.stage === ahead.stage).map((one) => `${one.name} (${one.role})`);
  const given = names.length === 0 ? 'nobody approved it yet' : `approved by ${listInWords(names)}`;
  const line = `next stage ${ahead.name}: ${given}`;
  if (ahead.missing.length === 0) return [line];
  return [`${line}; still needs ${listInWords(ahead.missing)}`, `  approve it: ${commandWords('approve', rollout.id, '--reason', 'WHY')}`];
}

function stageLines({ rollout, watch, freeze, follows, dryRun, platform }: RolloutDetail): string[] {
  const stage = rollout.stages[rollout.stage];
  const longer =
    watch.extraBakeMs > 0 ? `, ${durationInWords(watch.extraBakeMs)} of it for yellow` : watch.accelerated ? ', shortened' : '';
  return [
    ...(dryRun ? ['dry run: nothing is sent'] : []),
    ...(stage === undefined || rollout.endedAt !== null
      ? []
      : [`stage ${stage.name}: watched ${durationInWords(rollout.observedMs)} of ${durationInWords(watch.bakeMs)}${longer}`]),
    ...(stage === undefined || stage.streakMs === 0
      ? []
      : [`green for ${durationInWords(watch.streakMs)} of ${durationInWords(stage.streakMs)} running`]),
    ...(freeze === null ? [] : [`freeze ${freeze.title}${freeze.until === null ? '' : ` until ${new Date(freeze.until).toISOString()}`}`]),
    ...(follows === null || follows.done ? [] : [`waits for channel ${follows.channel}`]),
    ...(platform.notes ?? []).map((note) => `platform: ${note}`),
  ];
}

/** A rollout with what it waits for, each with the command that answers it. */
export function detailLines(detail: RolloutDetail): string[] {
  return [
    rolloutLine(detail.rollout),
    ...(detail.rollout.next.detail === '' ? [] : [detail.rollout.next.detail]),
    ...ground(detail),
    ...stageLines(detail),
    ...detail.signoffs.flatMap((row) => signoffLines(row, detail.rollout)),
    ...approvalLines(detail),
    ...detail.matrix.map(matrixLine),
    ...detail.baselines.map(
      ({ metric, title, value, unit, release }) => `baseline ${metric} · ${title}: ${formatValue(value, unit)} (${release})`,
    ),
  ];
}
