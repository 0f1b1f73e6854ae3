import { create } from 'zustand';
import type { CallProblem } from '../../main/contract/bridge.ts';
import type { AuditVerdict } from '../../main/contract/records.ts';
import { currentTime } from './clock.ts';
import { ask } from './feed.ts';

interface VerifyState {
  readonly checking: boolean;
  readonly verdict: AuditVerdict | null;
  readonly problem: CallProblem | null;
  /** When the last check ended, ms UTC. */
  readonly at: number | null;
}

export const useVerify = create<VerifyState>()(() => ({ checking: false, verdict: null, problem: null, at: null }));

/** Checks the whole audit chain; a second press while one runs does nothing. */
export async function verifyChain(): Promise<void> {
  if (useVerify.getState().checking) return;
  useVerify.setState({ checking: true, verdict: null, problem: null });
  const result = await ask('audit.verify', {});
  const at = currentTime();
  if (result.ok) useVerify.setState({ checking: false, verdict: result.answer, at });
  else useVerify.setState({ checking: false, problem: result.problem, at });
}
