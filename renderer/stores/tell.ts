import { notifications } from '@mantine/notifications';
import type { CallProblem, CallResult } from '../../main/contract/bridge.ts';

const closeButtonProps = { 'aria-label': 'Close this message' };

/** Says for a few seconds that something was done. */
export function tellDone(message: string): void {
  notifications.show({ message, autoClose: 4000, withCloseButton: true, closeButtonProps });
}

/** Says what could not be done; stays until it is closed. */
export function tellProblem(title: string, problem: CallProblem): void {
  notifications.show({ title, message: problem.message, color: 'red', autoClose: false, withCloseButton: true, closeButtonProps });
}

/** Tells the outcome of a press that has no place of its own to show it. */
export function tellResult(result: CallResult<unknown> | null, done: string, failed: string): void {
  if (result === null) return;
  if (result.ok) tellDone(done);
  else tellProblem(failed, result.problem);
}
