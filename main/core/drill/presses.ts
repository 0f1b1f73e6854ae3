/** What a changing call means to somebody who reads the record of a drill, and whether it takes the release away from users. */
const words: Readonly<Record<string, { readonly says: string; readonly contains: boolean }>> = {
  'rollouts.rollback': { says: 'Contain', contains: true },
  'rollouts.contain': { says: 'Contain one target', contains: true },
  'rollouts.emergency': { says: 'Emergency rollback', contains: true },
  'rollouts.cancel': { says: 'Cancel', contains: true },
  'rollouts.hold': { says: 'Hold', contains: false },
  'rollouts.stop': { says: 'Stop', contains: false },
  'rollouts.resume': { says: 'Resume', contains: false },
  'rollouts.promote': { says: 'Promote', contains: false },
  'rollouts.automation': { says: 'Change automation', contains: false },
  'rollouts.resolveDrift': { says: 'Answer a difference', contains: false },
  'rollouts.retryAction': { says: 'Try again', contains: false },
};

/** A press in words. */
export function pressWords(call: string): { readonly says: string; readonly contains: boolean } {
  return words[call] ?? { says: call.replace('.', ': '), contains: false };
}

const areas = /^(rollouts|incidents|channels)\./;

/** Whether a changing call belongs into a drill; settings, connections and plans are the real console's. */
export function playable(call: string): boolean {
  return areas.test(call);
}
