import type { World } from './commands/world.ts';
import { adapterFaces } from './engine/desk.ts';

/** What the forms of Connections need to know of each adapter. */
export function adapterRows(): ReturnType<World['adapters']> {
  return adapterFaces().map((face) => ({ ...face, fields: face.fields.map(plainField), targetFields: face.targetFields.map(plainField) }));
}

function plainField(
  field: ReturnType<typeof adapterFaces>[number]['fields'][number],
): ReturnType<World['adapters']>[number]['fields'][number] {
  const { options, ...rest } = field;
  return options === undefined ? { ...rest } : { ...rest, options: [...options] };
}
