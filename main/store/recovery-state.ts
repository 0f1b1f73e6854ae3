import type { Reader } from './handles.ts';

/** Setting that stands while a workspace is in recovery. */
export const recoveryKey = 'recovery';

/** Whether nothing may run by itself: a person has not yet said what is to be done after a damaged database. */
export function inRecovery(reader: Reader): boolean {
  return reader.one('SELECT 1 FROM setting WHERE key = ?', recoveryKey) !== null;
}
