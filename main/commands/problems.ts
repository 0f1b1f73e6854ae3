import type { CallProblem } from '../contract/bridge.ts';
import { PressRefused } from '../engine/press.ts';

/** Something asked for is not there. */
export class NotFound extends Error {}

/** The present state does not allow what was asked; the message says what does. */
export class Refused extends Error {
  readonly fields: Readonly<Record<string, string>> | null;
  constructor(message: string, fields: Readonly<Record<string, string>> | null = null) {
    super(message);
    this.fields = fields;
  }
}

/** Any thrown value as an answer that says what happened and what to do. */
export function callProblem(error: unknown): CallProblem {
  if (error instanceof PressRefused) return { code: error.code, message: error.message };
  if (error instanceof NotFound) return { code: 'notFound', message: error.message };
  if (error instanceof Refused)
    return { code: 'refused', message: error.message, ...(error.fields === null ? {} : { fields: error.fields }) };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message: `Tidegate could not finish this: ${message}` };
}
