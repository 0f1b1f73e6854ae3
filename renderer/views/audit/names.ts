import { useMemo } from 'react';
import { applicationStore } from '../../stores/fleet.ts';

const everything = {};

/** Names of applications and targets by id; an id that is gone names itself. */
export interface Names {
  readonly application: (id: string) => string;
  readonly target: (id: string) => string;
}

export function useNames(): Names {
  const { answer } = applicationStore.use(everything);
  return useMemo(() => {
    const byId = new Map((answer ?? []).map((one) => [one.id, one.name]));
    const targets = new Map((answer ?? []).flatMap((one) => one.targets.map((target) => [target.id, target.name] as const)));
    return { application: (id) => byId.get(id) ?? id, target: (id) => targets.get(id) ?? id };
  }, [answer]);
}
