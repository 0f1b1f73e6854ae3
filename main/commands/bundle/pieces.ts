import { incidentById } from '../../engine/incident-room.ts';
import type { AnswerOf } from '../../contract/index.ts';
import { recordPlain } from '../../engine/audit.ts';
import { type Bundle, bundleWith, getBundle, insertBundle, removeBundle } from '../../store/bundles.ts';
import { aftermathHandlers } from '../areas/aftermath.ts';
import { incidentHandlers } from '../areas/incidents.ts';
import { NotFound, Refused } from '../problems.ts';
import type { Presser, World } from '../world.ts';
import { mostPacked, pieceBytes } from './limits.ts';
import { makeBundle } from './make.ts';
import { proveBundle } from './prove.ts';
import { type OpenedBundle, readBundle } from './read.ts';
import { bundlePrefix, remember, worldWithin } from './within.ts';

interface Export {
  readonly content: Buffer;
  readonly name: string;
  sent: number;
}

interface Upload {
  readonly name: string;
  readonly bytes: number;
  readonly pieces: Buffer[];
  got: number;
}

interface UnderWay {
  readonly exports: Map<string, Export>;
  readonly uploads: Map<string, Upload>;
}

/** Files on their way, by store; what nobody carries on makes room for later ones. */
const underWay = new WeakMap<World['deps']['store'], UnderWay>();
const mostUnderWay = 3;

function underWayOf({ deps }: World): UnderWay {
  const known = underWay.get(deps.store) ?? { exports: new Map(), uploads: new Map() };
  underWay.set(deps.store, known);
  return known;
}

function keep<T>(all: Map<string, T>, id: string, one: T): void {
  all.set(id, one);
  for (const old of [...all.keys()].slice(0, -mostUnderWay)) all.delete(old);
}

/** The next piece of a bundle that is exported; the first call makes the whole file. */
export async function nextPiece(
  world: World,
  input: { readonly incidentId: string; readonly exportId: string | null },
): Promise<AnswerOf<'bundles.export'>> {
  const { exports } = underWayOf(world);
  const exportId = input.exportId ?? (await beginExport(world, input.incidentId, exports));
  const one = exports.get(exportId);
  if (one === undefined) throw new Refused('This export is no longer under way. Begin it again.');
  const piece = one.content.subarray(one.sent, one.sent + pieceBytes);
  one.sent += piece.length;
  const finished = one.sent >= one.content.length;
  if (finished) exports.delete(exportId);
  return { exportId, name: one.name, piece: piece.toString('base64'), done: one.sent, total: one.content.length, finished };
}

async function beginExport(world: World, incidentId: string, exports: Map<string, Export>): Promise<string> {
  const incident = incidentById(world.deps, incidentId);
  const content = await makeBundle(world, incident);
  const id = world.deps.newId('exp');
  const words = `${incident.applicationId}-${incident.version ?? 'incident'}-${new Date(incident.openedAt).toISOString().slice(0, 10)}`;
  keep(exports, id, { content, name: `${words.replaceAll(/[^\w.-]+/g, '-')}.tidegate-bundle`, sent: 0 });
  return id;
}

export function beginUpload(world: World, { name, bytes }: { readonly name: string; readonly bytes: number }): string {
  if (bytes > mostPacked) throw new Refused(`${name} is larger than ${mostPacked / 1_000_000} MB, which no bundle is. Nothing was sent.`);
  const id = world.deps.newId('upl');
  keep(underWayOf(world).uploads, id, { name, bytes, pieces: [], got: 0 });
  return id;
}

function uploadOf(world: World, id: string): Upload {
  const found = underWayOf(world).uploads.get(id);
  if (found === undefined) throw new Refused('This file is not on its way any more. Nothing of it was kept; choose it again.');
  return found;
}

export function takePiece(world: World, { uploadId, part, piece }: { uploadId: string; part: number; piece: string }): number {
  const upload = uploadOf(world, uploadId);
  if (part !== upload.pieces.length)
    throw new Refused(`Piece ${part} of ${upload.name} came where piece ${upload.pieces.length} was expected. Choose the file again.`);
  const bytes = Buffer.from(piece, 'base64');
  if (upload.got + bytes.length > upload.bytes) throw new Refused(`${upload.name} is longer than was said. Choose the file again.`);
  upload.pieces.push(bytes);
  upload.got += bytes.length;
  return upload.got;
}

/** Proves a file that has come and keeps it. */
export async function finishUpload(world: World, uploadId: string, caller: Presser, keepAnswer: (bundle: Bundle) => void): Promise<Bundle> {
  const upload = uploadOf(world, uploadId);
  underWayOf(world).uploads.delete(uploadId);
  if (upload.got !== upload.bytes)
    throw new Refused(`Only ${upload.got} of ${upload.bytes} bytes of ${upload.name} came. Choose the file again.`);
  const content = Buffer.concat(upload.pieces);
  const opened = await readBundle(content);
  const known = bundleWith(world.deps.store.reader, opened.head.hash);
  if (known !== null) return known;
  const within = worldWithin(world, opened.store);
  await readable(within, opened, caller);
  const proof = await proveBundle(world, within, opened);
  const bundle: Bundle = {
    id: `${bundlePrefix}${world.deps.newId('x').slice(2)}`,
    head: opened.head,
    proof,
    bytes: content.length,
    addedAt: world.deps.clock.now(),
    actor: caller.actor,
  };
  const kept = world.deps.store.writer.transaction(() => {
    insertBundle(world.deps.store.writer, bundle, content);
    const { application, version, title, publicKey, hash } = opened.head;
    const after = { bundle: bundle.id, application, version, title, publicKey, hash, proved: proof.every(({ ok }) => ok !== false) };
    recordPlain(world.deps, {
      actor: caller.actor,
      action: 'bundle.opened',
      trigger: caller.trigger,
      reason: `Bundle ${upload.name}`,
      after,
    });
    keepAnswer(bundle);
    return bundle;
  });
  remember(world, bundle.id, { world: within, incidentId: bundle.head.incidentId });
  return kept;
}

/** Everything the incident view asks for is read once, so that a bundle is refused now and not when somebody looks at it. */
async function readable(within: World, { head }: OpenedBundle, caller: Presser): Promise<void> {
  const { incidentId } = head;
  try {
    await incidentHandlers['incidents.get'](within, { incidentId }, caller);
    await incidentHandlers['incidents.timeline'](within, { incidentId, kinds: null, offset: 0, limit: 500 }, caller);
    await aftermathHandlers['postmortems.get'](within, { incidentId }, caller);
  } catch (error) {
    throw new Refused(`The bundle cannot be shown: ${error instanceof Error ? error.message : String(error)} Nothing was kept.`);
  }
}

export function dropBundle(world: World, bundleId: string, reason: string, caller: Presser): void {
  const bundle = getBundle(world.deps.store.reader, bundleId);
  if (bundle === null) throw new NotFound(`There is no bundle ${bundleId}.`);
  const { application, version, title } = bundle.head;
  world.deps.store.writer.transaction(() => {
    removeBundle(world.deps.store.writer, bundleId);
    const before = { bundle: bundleId, application, version, title };
    recordPlain(world.deps, { actor: caller.actor, action: 'bundle.removed', trigger: caller.trigger, reason, before });
  });
}
