import type { CallProblem, CallResult } from '../../../main/contract/bridge.ts';
import type { AnswerOf } from '../../../main/contract/index.ts';

export type Check = AnswerOf<'plans.check'>;

/** Does `work` after `ms`; the answer takes it back. */
export type Later = (work: () => void, ms: number) => () => void;

export interface Checked {
  readonly text: string;
  readonly check: Check;
}

interface DeskOptions {
  readonly ask: (text: string) => Promise<CallResult<Check>>;
  readonly later: Later;
  /** Pause in typing after which the text is checked, ms. */
  readonly pauseMs: number;
  readonly onChecked: (checked: Checked) => void;
  readonly onProblem: (problem: CallProblem) => void;
}

export interface CheckDesk {
  /** Takes the newest text; only the last one of a burst is checked, and only the answer to the last question counts. */
  take(text: string): void;
  close(): void;
}

/** Checks a text under edit shortly after each pause in typing. */
export function createCheckDesk({ ask, later, pauseMs, onChecked, onProblem }: DeskOptions): CheckDesk {
  let takeBack = () => {};
  let newest = 0;
  async function check(text: string, number: number): Promise<void> {
    const result = await ask(text);
    if (number !== newest) return;
    if (result.ok) onChecked({ text, check: result.answer });
    else onProblem(result.problem);
  }
  return {
    take(text) {
      takeBack();
      newest += 1;
      const number = newest;
      takeBack = later(() => void check(text, number), pauseMs);
    },
    close() {
      takeBack();
      newest += 1;
    },
  };
}
