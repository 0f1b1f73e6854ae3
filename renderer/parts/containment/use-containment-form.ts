import { useEffect, useState } from 'react';
import type { CallProblem } from '../../../main/contract/bridge.ts';
import type { AnswerOf } from '../../../main/contract/index.ts';
import type { UndoLine } from '../../../main/contract/shapes.ts';
import type { Containment } from '../../stores/containment.ts';
import type { Press } from '../../stores/press.ts';
import { usePress } from '../../stores/press.ts';
import { useRoleNote } from '../../stores/status.ts';
import { undoCardStore } from '../../stores/undo-card.ts';

/** After this time an emergency need not wait for a slow platform to be read. */
const patienceMs = 3000;
const shortestReason = 3;

function useLateness(): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setLate(true), patienceMs);
    return () => window.clearTimeout(timer);
  }, []);
  return late;
}

export interface ContainmentForm {
  /** What a rollback would do per target; null while it is read or when it could not be. */
  readonly lines: readonly UndoLine[] | null;
  readonly cardProblem: CallProblem | null;
  /** Targets that are possible and not left out. */
  readonly chosen: readonly UndoLine[];
  readonly reason: string;
  readonly reasonFits: boolean;
  /** Why this person may not press, or null. */
  readonly note: string | null;
  readonly ready: boolean;
  readonly press: Press<'rollouts.rollback'>;
  setReason(reason: string): void;
  choose(targetId: string, wanted: boolean): void;
  send(): Promise<void>;
}

/** State of the confirmation: what was read, what is chosen, and the one press. */
export function useContainmentForm(containment: Containment, onDone: (answer: AnswerOf<'rollouts.rollback'>) => void): ContainmentForm {
  const { applicationId, version } = containment;
  const card = undoCardStore.use({ applicationId, version });
  const press = usePress('rollouts.rollback');
  const note = useRoleNote('operator');
  const late = useLateness();
  const [reason, setReason] = useState(containment.suggestion);
  const [leftOut, setLeftOut] = useState<readonly string[]>([]);
  const lines = card.answer;
  const chosen = lines?.filter((line) => line.available && !leftOut.includes(line.targetId)) ?? [];
  const readable = lines !== null || card.problem !== null || late;
  const reasonFits = reason.trim().length >= shortestReason;
  const ready = readable && note === null && reasonFits && (lines === null || chosen.length > 0);
  async function send(): Promise<void> {
    if (!ready) return;
    const every = lines === null || chosen.length === lines.length;
    const targetIds = every ? null : chosen.map((line) => line.targetId);
    const result = await press.run({ applicationId, version, targetIds, reason: reason.trim() });
    if (result?.ok) onDone(result.answer);
  }
  function choose(targetId: string, wanted: boolean): void {
    setLeftOut((held) => (wanted ? held.filter((id) => id !== targetId) : [...held, targetId]));
  }
  return {
    lines,
    cardProblem: lines === null ? card.problem : null,
    chosen,
    reason,
    reasonFits,
    note,
    ready,
    press,
    setReason,
    choose,
    send,
  };
}
