import type { AnswerOf } from '../../main/contract/index.ts';
import type { TestWorld } from './engine/world.ts';

const pieceBytes = 100_000;

/** The whole bundle of an incident as it would lie on a disk. */
export async function exportedBundle(bench: Pick<TestWorld, 'ask'>, incidentId: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let exportId: string | null = null;
  for (let finished = false; !finished; ) {
    const piece: AnswerOf<'bundles.export'> = await bench.ask('bundles.export', { incidentId, exportId });
    pieces.push(Buffer.from(piece.piece, 'base64'));
    ({ exportId, finished } = piece);
  }
  return Buffer.concat(pieces);
}

/** Sends a file as a screen does; answers what would be finished. */
export async function sentBundle(bench: Pick<TestWorld, 'ask'>, file: Uint8Array, name = 'a.tidegate-bundle'): Promise<string> {
  const { uploadId } = await bench.ask('bundles.begin', { name, bytes: file.length });
  const content = Buffer.from(file);
  for (let part = 0; part * pieceBytes < content.length; part += 1) {
    const piece = content.subarray(part * pieceBytes, (part + 1) * pieceBytes).toString('base64');
    await bench.ask('bundles.append', { uploadId, part, piece });
  }
  return uploadId;
}
