import type { Actor } from '../../main/core/model/actor.ts';

/** Who did it: `engine` for Tidegate itself, else the name, a program named as one. */
export function actorWords(actor: Pick<Actor, 'kind' | 'name'>): string {
  if (actor.kind === 'system') return 'engine';
  return actor.kind === 'program' ? `${actor.name} (program)` : actor.name;
}
