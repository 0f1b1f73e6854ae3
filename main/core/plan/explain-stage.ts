import { weekdays } from './schema.ts';
import type { ApprovalSpec, CheckMoment, FreezeSpec, Plan, SignoffSpec, StageSpec } from '../model/plan.ts';
import { counted, durationInWords, listInWords } from '../words.ts';

const moments: Record<CheckMoment, string> = { beforeStart: 'before the start', afterStage: 'after each stage' };

/** One stage in plain words: who gets the release, after whose yes, how long it is watched and what then happens. */
export function stageLine(plan: Plan, stage: StageSpec, index: number): string {
  const name = stage.name === `${stage.percent} %` ? '' : ` (${stage.name})`;
  const besides = stage.segments.length === 0 ? '' : ` and everybody in ${listInWords(stage.segments)}`;
  const day = stage.earliestDay > 1 ? ` on day ${stage.earliestDay} of the rollout at the earliest` : '';
  const enter = stage.approval ? ` once ${approvalWords(stage.approvals)}` : '';
  const step = index === plan.stages.length - 1 ? 'completes' : 'goes on';
  const then = stage.automation.promote ? `${step} by itself when all is green` : `asks a person before it ${step}`;
  const parts = [`${stage.percent} % of users${besides}${day}${enter}`, ...watchWords(stage), `then ${then}`];
  return `Stage ${index + 1}${name}: ${parts.join(', ')}.`;
}

function approvalWords(approvals: readonly ApprovalSpec[]): string {
  const [only] = approvals;
  if (approvals.length === 1 && only?.role === 'operator' && only.count === 1) return 'a person approves';
  const people = approvals.map(({ role, count }) => counted(count, role));
  const alone = approvals.length === 1 && only?.count === 1;
  return `${listInWords(people)} ${alone ? 'approves' : 'approve'}`;
}

function watchWords(stage: StageSpec): string[] {
  const { accelerated, onYellow } = stage;
  const titles = accelerated?.gates.map((id) => stage.gates.find((gate) => gate.id === id)?.title ?? id) ?? [];
  const fast =
    accelerated === null
      ? ''
      : ` (only ${durationInWords(accelerated.bakeMs)} while ${listInWords(titles)} ${titles.length === 1 ? 'stays' : 'stay'} at ${accelerated.atMost})`;
  return [
    stage.bakeMs === 0 ? 'no bake time' : `watched for ${durationInWords(stage.bakeMs)}${fast}`,
    stage.streakMs > 0 ? `green for ${durationInWords(stage.streakMs)} running` : '',
    onYellow.action === 'pause' ? 'yellow pauses it until a person resumes' : '',
    onYellow.action === 'extend' ? `each yellow adds ${durationInWords(onYellow.extendMs)} to the watch` : '',
  ].filter((part) => part !== '');
}

/** What people are asked for, one line each. */
export function signoffLine(plan: Plan, signoff: SignoffSpec): string {
  const after = signoff.stages === null ? moments.afterStage : `after ${listInWords(signoff.stages)}`;
  const when = listInWords(signoff.moments.map((moment) => (moment === 'beforeStart' ? moments.beforeStart : after)));
  if (signoff.gate !== null) {
    const gate = plan.stages.flatMap((stage) => stage.gates).find((one) => one.id === signoff.gate);
    return `Needs a go for “${signoff.title}” ${when}: it fills itself in while ${gate?.title ?? signoff.gate} is green.`;
  }
  const parts = [
    valueWords(signoff),
    signoff.evidence ? 'with a note about the evidence' : '',
    signoff.dueMs === null ? '' : `wanted within ${durationInWords(signoff.dueMs)}`,
    signoff.expiresMs > 0 ? `good for ${durationInWords(signoff.expiresMs)}` : '',
  ].filter((part) => part !== '');
  const role = signoff.role === 'admin' || signoff.role === 'operator' ? `an ${signoff.role}` : `a ${signoff.role}`;
  return `Needs a go for “${signoff.title}” ${when} from ${role}${parts.map((part) => `, ${part}`).join('')}.`;
}

function valueWords({ value }: SignoffSpec): string {
  if (value === null) return '';
  const floor = value.strict ? 'over' : 'at least';
  const ceiling = value.strict ? 'under' : 'at most';
  return `${value.direction === 'below' ? floor : ceiling} ${value.bound} ${value.unit}`.trimEnd();
}

/** External checks, one line each. */
export function checkLines(plan: Plan): string[] {
  return plan.checks.map((check) => {
    const after = check.stages === null ? moments.afterStage : `after ${listInWords(check.stages)}`;
    const when = listInWords(check.moments.map((moment) => (moment === 'beforeStart' ? moments.beforeStart : after)));
    const again = check.freshForMs === null ? '' : `, again once the answer is ${durationInWords(check.freshForMs)} old`;
    return `Asks ${check.title} ${when}${again}; a failure stops the release.`;
  });
}

/** Hours in which nothing reaches more users. */
export function freezeLine(freeze: FreezeSpec, zone: string): string {
  const days = freeze.days.map((day) => weekdays[day] ?? '').map((name) => name.charAt(0).toUpperCase() + name.slice(1));
  const whole = freeze.fromMinute === 0 && freeze.toMinute % (24 * 60) === 0;
  const parts = [
    days.length === 0 ? '' : `on ${listInWords(days)}`,
    whole ? '' : `from ${clock(freeze.fromMinute)} to ${clock(freeze.toMinute)}`,
    freeze.dates === null ? '' : `between ${freeze.dates.from} and ${freeze.dates.to}`,
  ].filter((part) => part !== '');
  return `${freeze.title}: nothing reaches more users ${parts.length === 0 ? 'at any time' : parts.join(' ')} (${zone}); taking back goes on.`;
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
