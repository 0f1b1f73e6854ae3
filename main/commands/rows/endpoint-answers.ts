import { z } from 'zod';
import type { AnswerOf, ParsedInputOf } from '../../contract/index.ts';
import { listAudit } from '../../store/audit.ts';
import { getTarget } from '../../store/targets.ts';
import type { World } from '../world.ts';

/** What an entry keeps of each endpoint; older ones did not name the target. */
const Kept = z.array(
  z.object({
    targetId: z.string().nullable().default(null),
    url: z.string(),
    text: z.string().nullable().default(null),
    ok: z.boolean(),
    status: z.number().nullable(),
    says: z.string(),
  }),
);

/** Entries of an application that are looked through for those of one release. */
const mostLookedAt = 200;

/** What the health endpoints said when they were last asked about a release, from the audit log (R2.6). */
export function endpointAnswers(
  world: World,
  { applicationId, version }: ParsedInputOf<'rollouts.endpointAnswers'>,
): AnswerOf<'rollouts.endpointAnswers'> {
  const reader = world.deps.store.reader;
  const asked = listAudit(reader, { applicationId, action: 'release.endpointsAsked', limit: mostLookedAt });
  const entry = asked.find((one) => one.version === version);
  if (entry === undefined) return { askedAt: null, rows: [] };
  const kept = Kept.safeParse(entry.after);
  const rows = (kept.success ? kept.data : []).map(({ url, targetId, ...row }) => ({
    ...row,
    targetId,
    targetName: targetId === null ? null : (getTarget(reader, targetId)?.name ?? targetId),
    healthUrl: url,
  }));
  return { askedAt: entry.at, rows };
}
