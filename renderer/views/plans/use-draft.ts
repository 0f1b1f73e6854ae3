import { useEffect, useRef, useState } from 'react';
import type { CallProblem } from '../../../main/contract/bridge.ts';
import type { PlanDetail } from '../../../main/contract/plans.ts';
import { ask } from '../../stores/feed.ts';
import { type Check, type Checked, createCheckDesk, type Later } from './check-desk.ts';

const pauseMs = 300;

export interface Draft {
  readonly text: string;
  readonly changed: boolean;
  /** The check does not cover the newest typing yet. */
  readonly checking: boolean;
  readonly check: Check;
  /** The text that `check` is about. */
  readonly checkedText: string;
  /** The last check that found no problem; null while there was none. */
  readonly lastGood: Check | null;
  /** The check itself could not be asked. */
  readonly problem: CallProblem | null;
  /** Hash of the text that this draft began from. */
  readonly basedOn: string;
  /** The file holds something else by now than what this draft began from. */
  readonly overtaken: boolean;
  readonly setText: (text: string) => void;
  /** Goes on from what the file holds now: with this draft on top, or with the stored text instead. */
  readonly rebase: (keep: 'draft' | 'stored') => void;
}

function storedCheck({ text, problems, explanation, hash, outline }: PlanDetail): Checked {
  return { text, check: { ok: problems.length === 0, problems, explanation, hash, outline } };
}

const afterTimeout: Later = (work, ms) => {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
};

interface Base {
  readonly text: string;
  readonly hash: string;
}

/** A plan's text under edit, checked shortly after each pause in typing. A newer stored text replaces an unchanged draft. */
export function useDraft(plan: PlanDetail): Draft {
  const [text, setText] = useState(plan.text);
  const [base, setBase] = useState<Base>({ text: plan.text, hash: plan.hash });
  const [checked, setChecked] = useState<Checked>(() => storedCheck(plan));
  const [lastGood, setLastGood] = useState<Check | null>(null);
  const [problem, setProblem] = useState<CallProblem | null>(null);
  function start(from: PlanDetail): void {
    setBase({ text: from.text, hash: from.hash });
    setText(from.text);
    setChecked(storedCheck(from));
  }
  // What was saved just now comes back as the stored text: the draft is no longer ahead of it.
  if (plan.text !== base.text && (text === base.text || text === plan.text)) start(plan);
  if (checked.check.ok && lastGood !== checked.check) setLastGood(checked.check);
  const desk = useRef<ReturnType<typeof createCheckDesk> | null>(null);
  useEffect(() => {
    const made = createCheckDesk({
      ask: (asked) => ask('plans.check', { text: asked, file: plan.file }),
      later: afterTimeout,
      pauseMs,
      onChecked: (next) => {
        setChecked(next);
        setProblem(null);
      },
      onProblem: setProblem,
    });
    desk.current = made;
    return () => made.close();
  }, [plan.file]);
  useEffect(() => {
    if (text !== checked.text) desk.current?.take(text);
  }, [text, checked.text]);
  return {
    text,
    changed: text !== base.text,
    checking: text !== checked.text && problem === null,
    check: checked.check,
    checkedText: checked.text,
    lastGood,
    problem,
    basedOn: base.hash,
    overtaken: plan.text !== base.text,
    setText,
    rebase: (keep) => (keep === 'stored' ? start(plan) : setBase({ text: plan.text, hash: plan.hash })),
  };
}
