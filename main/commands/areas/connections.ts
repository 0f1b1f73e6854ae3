import type { connections, TestReport } from '../../contract/connections.ts';
import type { Connection } from '../../core/model/connection.ts';
import type { JsonObject } from '../../core/model/json.ts';
import { recordPlain } from '../../engine/audit.ts';
import { type AdapterFace, anyAdapter, settingsWithSecrets } from '../../engine/desk.ts';
import { noteHealth } from '../../engine/poll-platforms.ts';
import { problemOf } from '../../engine/problems.ts';
import { getConnection, listConnections, removeConnection, saveConnection } from '../../store/connections.ts';
import { transaction } from '../../store/open.ts';
import { listTargets } from '../../store/targets.ts';
import { NotFound, Refused } from '../problems.ts';
import { connectionRow } from '../rows/plain-rows.ts';
import type { Caller, HandlersFor, World } from '../world.ts';

interface SaveInput {
  readonly id: string | null;
  readonly adapter: string;
  readonly name: string;
  readonly settings: JsonObject;
}

function faceOf(world: World, adapter: string): Pick<AdapterFace, 'id' | 'kind' | 'fields'> {
  const face = world.adapters().find((one) => one.id === adapter);
  if (face === undefined) {
    const known = world.adapters().map((one) => one.id);
    throw new Refused(`There is no adapter ${adapter}. Known adapters: ${known.join(', ')}.`);
  }
  return anyFace(face);
}

function anyFace(face: ReturnType<World['adapters']>[number]): Pick<AdapterFace, 'id' | 'kind' | 'fields'> {
  return { id: face.id, kind: face.kind, fields: anyAdapter({ kind: face.kind, adapter: face.id }).settings.fields };
}

/** Saves a connection: secrets to the vault, the rest to the store. A broken one is refused before anything is written. */
export function saveChecked(world: World, input: SaveInput, caller: Caller): Connection {
  const face = faceOf(world, input.adapter);
  const secretKeys = new Set(face.fields.filter((field) => field.kind === 'secret').map((field) => field.key));
  const before = input.id === null ? null : getConnection(world.deps.store.reader, input.id);
  if (input.id !== null && before === null) throw new NotFound(`There is no connection ${input.id}.`);
  const twin = listConnections(world.deps.store.reader).find((one) => one.name === input.name && one.id !== input.id);
  if (twin !== undefined)
    throw new Refused(`A connection named ${input.name} exists already. Plans find sources by name, so names are unique.`, {
      name: 'taken',
    });
  const id = input.id ?? world.deps.newId('con');
  const plain = Object.fromEntries(Object.entries(input.settings).filter(([key]) => !secretKeys.has(key)));
  const typed = Object.entries(input.settings).filter(
    (entry): entry is [string, string] => secretKeys.has(entry[0]) && typeof entry[1] === 'string' && entry[1] !== '',
  );
  const connection: Connection = { id, kind: face.kind, adapter: face.id, name: input.name, settings: plain };
  refuseInvalid(world, connection, face, new Map(typed));
  for (const [key, value] of typed) world.vault.set(`${id}/${key}`, value);
  transaction(world.deps.store.writer, () => {
    saveConnection(world.deps.store.writer, connection);
    recordPlain(world.deps, {
      actor: caller.actor,
      action: 'connection.saved',
      trigger: caller.trigger,
      reason: `Connection ${input.name}`,
      before: before?.settings ?? null,
      after: { settings: plain, secretsChanged: typed.map(([key]) => key) },
    });
  });
  world.deps.keys.clear();
  world.deps.changed({ table: 'connections', id });
  return connection;
}

function refuseInvalid(world: World, connection: Connection, face: Pick<AdapterFace, 'fields'>, typed: ReadonlyMap<string, string>): void {
  const secrets = { get: (key: string) => typed.get(key.slice(connection.id.length + 1)) ?? world.vault.get(key) };
  const parsed = anyAdapter(connection).settings.schema.safeParse(settingsWithSecrets(connection, face.fields, secrets));
  if (parsed.success) return;
  const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message]));
  const words = Object.entries(fields).map(([key, text]) => `${key} — ${text}`);
  throw new Refused(`${connection.name} was not saved: ${words.join('; ')}`, fields);
}

export const connectionHandlers: HandlersFor<typeof connections> = {
  'connections.adapters': (world) => [...world.adapters()],
  'connections.list': (world) => listConnections(world.deps.store.reader).map((connection) => connectionRow(world, connection)),
  'connections.save': (world, input, caller) => connectionRow(world, saveChecked(world, input, caller)),
  async 'connections.test'(world, input): Promise<TestReport> {
    const connection = getConnection(world.deps.store.reader, input.connectionId);
    if (connection === null) throw new NotFound(`There is no connection ${input.connectionId}.`);
    const at = world.deps.clock.now();
    try {
      const lines = await world.deps.desk.test(connection);
      noteHealth(world.deps, connection.id, null);
      return { at, ok: lines.every((line) => line.ok !== false), lines: lines.map((line) => ({ ...line })) };
    } catch (error) {
      const problem = problemOf(error);
      noteHealth(world.deps, connection.id, problem);
      return { at, ok: false, lines: [{ what: 'Connect', ok: false, detail: problem.message }] };
    }
  },
  'connections.remove'(world, input, caller) {
    const connection = getConnection(world.deps.store.reader, input.connectionId);
    if (connection === null) throw new NotFound(`There is no connection ${input.connectionId}.`);
    const users = listTargets(world.deps.store.reader).filter((target) => target.connectionId === connection.id);
    if (users.length > 0)
      throw new Refused(
        `${connection.name} is used by ${users.map((target) => target.name).join(', ')}. Move or remove these targets first.`,
      );
    transaction(world.deps.store.writer, () => {
      removeConnection(world.deps.store.writer, connection.id);
      recordPlain(world.deps, {
        actor: caller.actor,
        action: 'connection.removed',
        trigger: caller.trigger,
        reason: input.reason,
        before: { name: connection.name, adapter: connection.adapter },
      });
    });
    for (const key of world.vault.ids()) if (key.startsWith(`${connection.id}/`)) world.vault.remove(key);
    world.deps.keys.clear();
    world.deps.changed({ table: 'reload', what: 'connections' });
    return {};
  },
};
