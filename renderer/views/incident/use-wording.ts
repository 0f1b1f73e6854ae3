import { useState } from 'react';
import type { CallProblem } from '../../../main/contract/bridge.ts';
import type { Postmortem } from '../../../main/contract/aftermath.ts';
import { postmortemStore } from '../../stores/aftermath.ts';
import { ask } from '../../stores/feed.ts';
import { usePress } from '../../stores/press.ts';
import { renewTimeline } from '../../stores/timeline.ts';

export interface Wording {
  readonly text: string;
  /** What the text is: the draft, or which wording. */
  readonly words: string;
  /** Something was typed that is not saved. */
  readonly changed: boolean;
  readonly savable: boolean;
  readonly pending: boolean;
  readonly problem: CallProblem | null;
  write(text: string): void;
  save(): Promise<void>;
  /** Puts an older wording, or the draft (0), into the text; it becomes the newest only when it is saved. */
  openOlder(version: number): Promise<void>;
}

interface Typed {
  readonly text: string;
  /** The newest wording when typing began: a later one by somebody else is not written over. */
  readonly basedOn: number;
}

/** The text of a post-mortem while people work on it. What was typed stays until it is saved. */
export function useWording(incidentId: string, { draft, text: saved, wordings }: Postmortem): Wording {
  const press = usePress('postmortems.save');
  const [typed, setTyped] = useState<Typed | null>(null);
  const [problem, setProblem] = useState<CallProblem | null>(null);
  const newest = wordings[0]?.version ?? 0;
  const shown = saved ?? draft;
  const text = typed?.text ?? shown;
  const changed = typed !== null && typed.text !== shown;
  const write = (next: string) => setTyped({ text: next, basedOn: typed?.basedOn ?? newest });
  return {
    text,
    words: changed ? 'Not saved yet' : newest === 0 ? 'Draft from the record' : `Wording ${newest}`,
    changed,
    savable: text.trim() !== '' && (changed || newest === 0),
    pending: press.pending,
    problem: press.problem ?? problem,
    write,
    async save() {
      const result = await press.run({ incidentId, text, basedOn: typed?.basedOn ?? newest });
      if (result?.ok !== true) return;
      setTyped(null);
      postmortemStore.askAgain();
      await renewTimeline();
    },
    async openOlder(version) {
      if (version === 0) return write(draft);
      const result = await ask('postmortems.wording', { incidentId, version });
      setProblem(result.ok ? null : result.problem);
      if (result.ok) write(result.answer.text);
    },
  };
}
