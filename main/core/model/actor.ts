/** Lowest first: each role may do what the ones before it may. */
export const roles = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Who made a decision: the engine itself, a person at a console or the CLI, or a program at the HTTP door. */
export interface Actor {
  readonly kind: 'system' | 'person' | 'program';
  readonly name: string;
  readonly role: Role;
}

export const systemActor: Actor = { kind: 'system', name: 'system', role: 'admin' };

/** Whether `role` includes the rights of `needed`. */
export function mayActAs(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}
