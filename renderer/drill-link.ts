import type { CallProblem, CallResult } from '../main/contract/bridge.ts';
import type { Link } from './link.ts';

function isProblem(value: unknown): value is CallProblem {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}

/** The console of the drill has checked its answer against the contract; here only the envelope is looked at. */
function isResult<A>(value: unknown): value is CallResult<A> {
  if (typeof value !== 'object' || value === null || !('ok' in value)) return false;
  return value.ok === true ? 'answer' in value : 'problem' in value && isProblem(value.problem);
}

const unreadable: CallResult<never> = {
  ok: false,
  problem: { code: 'internal', message: 'The console of the fire drill gave nothing readable. Put the drill away and start another.' },
};

/** The console of a fire drill, reached through the real one: the same calls and pushes, and nothing real behind them. */
export function createDrillLink(real: Link): Link {
  return {
    async call<A>(name: string, input: unknown, key?: string): Promise<CallResult<A>> {
      const outer = await real.call('drills.call', { name, input, key: key ?? null });
      if (!outer.ok) return outer;
      return isResult<A>(outer.answer.result) ? outer.answer.result : unreadable;
    },
    onPush: (listener) =>
      real.onPush(({ changes }) => {
        for (const change of changes) if (change.table === 'drill') listener(change.push);
      }),
    onConnection: (listener) => real.onConnection(listener),
    // Links from outside and the menu lead into the real console.
    onNavigate: () => () => undefined,
  };
}
