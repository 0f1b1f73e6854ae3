import { z } from 'zod';
import { dispatchKinds, dispatchStates } from '../core/model/dispatch.ts';
import { changes, reads } from './call.ts';
import { ActorRow, Id, Reason, Time, VersionText } from './shapes.ts';

export const DispatchRow = z.object({
  id: Id,
  kind: z.enum(dispatchKinds),
  repository: z.string(),
  workflow: z.string().nullable(),
  ref: z.string().nullable(),
  reason: z.string(),
  actor: ActorRow,
  state: z.enum(dispatchStates),
  at: Time,
  problem: z.string().nullable(),
  runUrl: z.string().nullable(),
});
export type DispatchRow = z.infer<typeof DispatchRow>;

const release = z.object({ applicationId: Id, version: VersionText });
const Workflow = z
  .string()
  .trim()
  .regex(/^[\w.-]{1,100}$/, 'name the file of the workflow, such as rollback.yml');
const Ref = z
  .string()
  .trim()
  .regex(/^[\w./-]{1,200}$/, 'name a branch or tag, such as main');
const Repository = z
  .string()
  .trim()
  .regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/, 'write it as owner/name');

/** What the console tells GitHub about a release, besides what it does itself (R1.9). */
export const dispatches = {
  /** Where it would go, and what was sent before. `blocked` says why nothing can be sent; null when it can. */
  'dispatches.list': reads(
    'viewer',
    release,
    z.object({
      repository: z.string().nullable(),
      connection: z.string().nullable(),
      blocked: z.string().nullable(),
      sent: z.array(DispatchRow),
    }),
  ),
  /** Sends the event `auto-rollback`, or starts a workflow with the inputs version and reason. `again` repeats what was sent in the last day. */
  'dispatches.send': changes(
    'operator',
    release.extend({
      kind: z.enum(dispatchKinds),
      repository: Repository.nullable().default(null),
      workflow: Workflow.nullable().default(null),
      ref: Ref.nullable().default(null),
      /** Version that the workflow is to build, such as a re-issue; null: it is told the release itself. */
      builds: VersionText.nullable().default(null),
      again: z.boolean().default(false),
      reason: Reason,
    }),
    DispatchRow,
  ),
} as const;
