import { z } from 'zod';
import { durationInWords } from '../words.ts';

const Readable = z.looseObject({
  seq: z.number(),
  hash: z.string(),
  entry: z.looseObject({
    at: z.number(),
    action: z.string(),
    trigger: z.string(),
    reason: z.string(),
    actor: z.looseObject({ name: z.string(), role: z.string() }),
    applicationId: z.string().nullable(),
    targetId: z.string().nullable(),
    channel: z.string().nullable(),
    version: z.string().nullable(),
    toVersion: z.string().nullable(),
    usersAffected: z.number().nullable(),
    durationMs: z.number().nullable(),
    idempotencyKey: z.string().nullable(),
    snapshotHash: z.string().nullable(),
    before: z.json(),
    after: z.json(),
  }),
});
type Readable = z.infer<typeof Readable>;

const SealLine = z.looseObject({
  seal: z.looseObject({ head: z.looseObject({ seq: z.number(), hash: z.string() }), entries: z.number(), publicKey: z.string() }),
});

/** The words above an export for people. */
export const auditMarkdownHead = `# Audit log

The entries of the file of the same name that ends in \`.jsonl\`, for reading. Only that file is proved: \`audit verify --file FILE\`.
`;

/** Signs that Markdown would take for its own. */
function plain(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>#|]/g, (sign) => `\\${sign}`).replaceAll(/\s+/g, ' ');
}

function factsOf({ entry, hash }: Readable): [string, string | null][] {
  const { usersAffected, durationMs } = entry;
  return [
    ['Who', `${plain(entry.actor.name)}, as ${entry.actor.role}`],
    ['Set off by', plain(entry.trigger)],
    ['Application', entry.applicationId],
    ['Target', entry.targetId],
    ['Channel', entry.channel],
    ['Version', entry.version],
    ['Back to', entry.toVersion],
    ['Reason', plain(entry.reason)],
    ['Users affected', usersAffected === null ? null : usersAffected.toLocaleString('en-GB')],
    ['Took', durationMs === null ? null : durationInWords(durationMs)],
    ['Before', entry.before === null ? null : plain(JSON.stringify(entry.before))],
    ['After', entry.after === null ? null : plain(JSON.stringify(entry.after))],
    ['Idempotency key', entry.idempotencyKey],
    ['Decided from snapshot', entry.snapshotHash],
    ['Hash', hash],
  ];
}

/** One exported line of JSON for people, in Markdown; empty for what only proves the chain. Times are UTC. */
export function auditMarkdown(line: string): string {
  const value: unknown = JSON.parse(line);
  const sealed = SealLine.safeParse(value);
  if (sealed.success) {
    const { head, entries, publicKey } = sealed.data.seal;
    return `\n---\n\n${entries} entries. The log went up to entry ${head.seq} (${head.hash}). Signed with the key ${publicKey}.\n`;
  }
  const read = Readable.safeParse(value);
  if (!read.success) return '';
  const { seq, entry } = read.data;
  const facts = factsOf(read.data).flatMap(([name, text]) => (text === null || text === '' ? [] : [`- ${name}: ${text}`]));
  return `\n## ${seq}. ${plain(entry.action)}, ${new Date(entry.at).toISOString()}\n\n${facts.join('\n')}\n`;
}
