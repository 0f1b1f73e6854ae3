import { z } from 'zod';
import { connectionKinds } from '../core/model/connection.ts';
import { changes, reads } from './call.ts';
import { ConnectionRow, Id, Reason, Time } from './shapes.ts';

export const FieldRow = z.object({
  key: z.string(),
  label: z.string(),
  kind: z.enum(['text', 'url', 'secret', 'number', 'select', 'multiline']),
  required: z.boolean(),
  help: z.string(),
  placeholder: z.string().optional(),
  options: z.array(z.string()).optional(),
  default: z.union([z.string(), z.number()]).optional(),
});
export const AdapterRow = z.object({
  id: z.string(),
  kind: z.enum(connectionKinds),
  label: z.string(),
  fields: z.array(FieldRow),
  targetFields: z.array(FieldRow),
  /** Keys of a query to a metric source, for editors of plans. */
  queryKeys: z.exactOptional(z.array(z.object({ key: z.string(), required: z.boolean(), kind: z.string() }))),
});
export type AdapterRow = z.infer<typeof AdapterRow>;

export const TestReport = z.object({
  at: Time,
  ok: z.boolean(),
  lines: z.array(z.object({ what: z.string(), ok: z.boolean().nullable(), detail: z.string() })),
});
export type TestReport = z.infer<typeof TestReport>;

export const connections = {
  'connections.adapters': reads('viewer', z.object({}), z.array(AdapterRow)),
  'connections.list': reads('viewer', z.object({}), z.array(ConnectionRow)),
  /** `settings` may hold secrets: they go to the vault and are never answered. A secret left out keeps the stored one. */
  'connections.save': changes(
    'admin',
    z.object({
      id: Id.nullable().default(null),
      adapter: z.string(),
      name: z.string().trim().min(1).max(100),
      settings: z.record(z.string(), z.json()),
    }),
    ConnectionRow,
  ),
  'connections.test': reads('operator', z.object({ connectionId: Id }), TestReport),
  'connections.remove': changes('admin', z.object({ connectionId: Id, reason: Reason }), z.object({})),
} as const;
