import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { AnswerOf } from '../../../main/contract/index.ts';
import type { PlanDetail } from '../../../main/contract/plans.ts';
import type { CallProblem } from '../../../main/contract/bridge.ts';
import { ask } from '../../stores/feed.ts';

const typingMs = 300;

export interface Draft {
  readonly text: string;
  readonly changed: boolean;
  /** The check does not cover the newest typing yet. */
  readonly checking: boolean;
  readonly check: AnswerOf<'plans.check'>;
  /** The check itself could not be asked. */
  readonly problem: CallProblem | null;
  readonly setText: (text: string) => void;
}

interface Checked {
  readonly text: string;
  readonly answer: AnswerOf<'plans.check'>;
}

function storedCheck(plan: PlanDetail): Checked {
  const { text, problems, explanation, hash } = plan;
  return { text, answer: { ok: problems.length === 0, problems, explanation, hash } };
}

/** A plan's text under edit, checked shortly after each pause in typing. A newer stored text replaces an unchanged draft. */
export function useDraft(plan: PlanDetail): Draft {
  const [text, setText] = useState(plan.text);
  const [base, setBase] = useState(plan.text);
  const [checked, setChecked] = useState<Checked>(() => storedCheck(plan));
  const [problem, setProblem] = useState<CallProblem | null>(null);
  const [settled] = useDebouncedValue(text, typingMs);
  if (plan.text !== base) {
    setBase(plan.text);
    setChecked(storedCheck(plan));
    if (text === base) setText(plan.text);
  }
  useEffect(() => {
    if (settled === checked.text) return undefined;
    let current = true;
    async function check(): Promise<void> {
      const result = await ask('plans.check', { text: settled, file: plan.file });
      if (!current) return;
      setProblem(result.ok ? null : result.problem);
      if (result.ok) setChecked({ text: settled, answer: result.answer });
    }
    void check();
    return () => {
      current = false;
    };
  }, [settled, checked.text, plan.file]);
  return {
    text,
    changed: text !== plan.text,
    checking: text !== checked.text && problem === null,
    check: checked.answer,
    problem,
    setText,
  };
}
