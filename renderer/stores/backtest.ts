import { create } from 'zustand';
import type { CallProblem } from '../../main/contract/bridge.ts';
import type { BacktestOverride, BacktestProgress, BacktestResult } from '../../main/contract/backtests.ts';
import type { InputOf } from '../../main/contract/index.ts';
import { createAskedStore } from './asked.ts';
import { currentTime } from './clock.ts';
import { ask, onAskAgain, onChange } from './feed.ts';

const day = 86_400_000;
/** Sliders speak many times a second; one run per pause is enough. */
const settleMs = 300;

/** What a backtest looks at. */
export interface BacktestScope {
  /** Plan file or name; null until one is chosen. */
  readonly file: string | null;
  /** A second plan to stand beside it. */
  readonly compare: string | null;
  readonly applicationId: string | null;
  readonly days: number;
  readonly surfaces: readonly BacktestResult['past'][number]['surface'][];
}

export type ChangedNumber = Required<BacktestOverride>;

interface BacktestState {
  readonly scope: BacktestScope;
  /** Numbers tried instead of those in the plan. */
  readonly changed: readonly ChangedNumber[];
  readonly progress: BacktestProgress | null;
  readonly problem: CallProblem | null;
  /** With the plan as it is written. */
  readonly before: BacktestResult | null;
  /** With the changed numbers; the same as `before` without any. */
  readonly result: BacktestResult | null;
}

const blank: Omit<BacktestState, 'scope'> = { changed: [], progress: null, problem: null, before: null, result: null };

export const useBacktest = create<BacktestState>()(() => ({
  ...blank,
  scope: { file: null, compare: null, applicationId: null, days: 90, surfaces: [] },
}));

/** Numbers of a plan's gates as written. */
export const planNumbers = createAskedStore('backtests.numbers', { asksAgain: (change) => change.table === 'reload' });

/** A plan's text with changed numbers in it; nothing is saved. */
export const changedText = createAskedStore('backtests.text', { asksAgain: (change) => change.table === 'reload' });

/** The same for as long as this window lives: a newer run of it ends the one before. */
const windowId = crypto.randomUUID();
let timer: number | undefined;
let turn = 0;

function inputOf({ scope, changed }: BacktestState, withChanges: boolean): InputOf<'backtests.run'> | null {
  if (scope.file === null) return null;
  const to = currentTime();
  return {
    window: windowId,
    plan: { file: scope.file, overrides: withChanges ? [...changed] : [] },
    compare: scope.compare === null ? null : { file: scope.compare },
    applicationId: scope.applicationId,
    from: to - scope.days * day,
    to,
    surfaces: [...scope.surfaces],
  };
}

/** Runs the plan as it is written and, with numbers changed, once more with those. */
export async function runBacktest(): Promise<void> {
  useBacktest.setState({ before: null });
  await runChanged();
}

/** Runs what is not known yet. An older run that is still under way counts no more. */
async function runChanged(): Promise<void> {
  window.clearTimeout(timer);
  const state = useBacktest.getState();
  const withChanges = state.before !== null;
  const input = inputOf(state, withChanges);
  if (input === null) return;
  turn += 1;
  const own = turn;
  useBacktest.setState({ problem: null });
  const answer = await ask('backtests.run', input);
  if (own !== turn) return;
  if (!answer.ok) {
    useBacktest.setState({ problem: answer.problem, progress: null });
    return;
  }
  useBacktest.setState({ progress: answer.answer });
  // It may have ended before its id was known here.
  await look(answer.answer.id);
}

/** Asks how far a run is; takes its result when it is done. */
async function look(id: string): Promise<void> {
  const answer = await ask('backtests.get', { id });
  const { progress, before, changed } = useBacktest.getState();
  if (progress?.id !== id) return;
  if (!answer.ok) {
    useBacktest.setState({ problem: answer.problem, progress: null });
    return;
  }
  const { result, ...now } = answer.answer;
  if (progress.state === 'running') useBacktest.setState({ progress: now });
  if (result === null) return;
  if (before !== null) {
    useBacktest.setState({ result });
    return;
  }
  useBacktest.setState({ before: result, result });
  if (changed.length > 0) await runChanged();
}

function hear(row: BacktestProgress): void {
  const { progress } = useBacktest.getState();
  if (progress?.id !== row.id || progress.state !== 'running') return;
  useBacktest.setState({ progress: row });
  if (row.state === 'done') void look(row.id);
}

onChange((change) => {
  if (change.table === 'backtests') hear(change.row);
});
onAskAgain(() => {
  const { progress } = useBacktest.getState();
  if (progress?.state === 'running') void look(progress.id);
});

/** Ends the run under way; what was found before stays. */
export async function cancelBacktest(): Promise<void> {
  const { progress } = useBacktest.getState();
  if (progress?.state !== 'running') return;
  const answer = await ask('backtests.cancel', { id: progress.id });
  if (answer.ok && useBacktest.getState().progress?.id === progress.id) useBacktest.setState({ progress: answer.answer });
}

/** Looks at something else and runs at once. Another plan has numbers of its own. */
export function setScope(part: Partial<BacktestScope>): void {
  const { scope, changed, before, result } = useBacktest.getState();
  const next = { ...scope, ...part };
  const samePlan = next.file === scope.file;
  useBacktest.setState({
    scope: next,
    changed: samePlan ? changed : [],
    before: samePlan ? before : null,
    result: samePlan ? result : null,
    progress: null,
  });
  void runBacktest();
}

function sameNumber(a: ChangedNumber, b: Pick<ChangedNumber, 'gate' | 'key' | 'stage'>): boolean {
  return a.gate === b.gate && a.key === b.key && a.stage === b.stage;
}

/** Tries another number, or with `undefined` the written one again; runs once the hand rests. */
export function tryNumber(which: Pick<ChangedNumber, 'gate' | 'key' | 'stage'>, value: ChangedNumber['value'] | undefined): void {
  const { changed } = useBacktest.getState();
  const rest = changed.filter((one) => !sameNumber(one, which));
  setChanged(value === undefined ? rest : [...rest, { ...which, value }]);
}

/** Back to the numbers as they are written; nothing has to be run for that. */
export function resetNumbers(): void {
  setChanged([]);
}

function setChanged(changed: readonly ChangedNumber[]): void {
  window.clearTimeout(timer);
  const { before } = useBacktest.getState();
  if (changed.length > 0 || before === null) {
    useBacktest.setState({ changed });
    timer = window.setTimeout(() => void runChanged(), settleMs);
    return;
  }
  turn += 1;
  void cancelBacktest();
  useBacktest.setState({ changed, result: before, progress: null, problem: null });
}

/** Forgets everything, as a window does that is opened anew. */
export function forgetBacktest(): void {
  window.clearTimeout(timer);
  turn += 1;
  useBacktest.setState({ ...blank, scope: { file: null, compare: null, applicationId: null, days: 90, surfaces: [] } });
}
