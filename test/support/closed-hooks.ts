import type { HookReceiver } from '../../main/commands/hooks/receive.ts';

/** The way in for signed messages of a console that has no webhook. */
export const closedHooks: HookReceiver = {
  open: () => false,
  take: async () => await Promise.reject(new Error('No message belongs here.')),
  look: () => null,
  refused: () => ({ status: 404, body: null, key: null, retryAfterS: null }),
  tally: { note: () => undefined, flush: () => undefined },
};
