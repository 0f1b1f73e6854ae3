import type { HookReceiver } from '../../main/commands/hooks/receive.ts';

/** The way in for signed messages of a console that has no webhook. */
export const closedHooks: HookReceiver = {
  open: () => false,
  take: async () => await Promise.reject(new Error('No message belongs here.')),
  refused: () => undefined,
  tally: { note: () => undefined, flush: () => undefined },
};
