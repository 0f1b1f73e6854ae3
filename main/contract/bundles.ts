import { z } from 'zod';
import { changes, reads } from './call.ts';
import { ActorRow, Id, Reason, Time } from './shapes.ts';

/** An incident of another console, read from its file. */
export const BundleRow = z.object({
  id: Id,
  /** Its id at the console it comes from. */
  incidentId: Id,
  applicationName: z.string(),
  version: z.string().nullable(),
  severity: z.string(),
  title: z.string(),
  openedAt: Time,
  closedAt: Time.nullable(),
  madeAt: Time,
  /** Version of Tidegate that made it. */
  madeBy: z.string(),
  publicKey: z.string(),
  bytes: z.number(),
  addedAt: Time,
  addedBy: ActorRow,
  /** What was proved when it was opened; `ok` null where there is nothing to prove. */
  proof: z.array(z.object({ what: z.string(), ok: z.boolean().nullable(), says: z.string() })),
});
export type BundleRow = z.infer<typeof BundleRow>;

/** Most characters of a bundle in one call, as base64. */
export const mostBundleAtOnce = 200_000;

export const bundles = {
  'bundles.list': reads('viewer', z.object({}), z.array(BundleRow)),
  /**
   * The whole incident as one signed file, piece by piece in base64: begun without `exportId`, carried on with the one answered until
   * `finished`.
   */
  'bundles.export': reads(
    'viewer',
    z.object({ incidentId: Id, exportId: z.string().nullable().default(null) }),
    z.object({ exportId: z.string(), name: z.string(), piece: z.string(), done: z.number(), total: z.number(), finished: z.boolean() }),
  ),
  'bundles.begin': changes('operator', z.object({ name: z.string().max(300), bytes: z.number().int().min(1) }), z.object({ uploadId: Id })),
  /** The next piece of the file, counted from 0. */
  'bundles.append': changes(
    'operator',
    z.object({ uploadId: Id, part: z.number().int().min(0), piece: z.base64().max(mostBundleAtOnce) }),
    z.object({ bytes: z.number() }),
  ),
  /** Proves the file and keeps it; one that is not whole is refused and nothing of it is kept. The same file again answers with the first. */
  'bundles.finish': changes('operator', z.object({ uploadId: Id }), BundleRow),
  'bundles.remove': changes('operator', z.object({ bundleId: Id, reason: Reason }), z.object({})),
} as const;
