import { z } from 'zod';
import { auditQuery } from './audit-search.ts';
import type { Reader } from './handles.ts';
import { number, text } from './row.ts';

/*
 * Entries that are not in the log any more, and of which the log itself tells: those that were lost with a damaged database, and those that
 * a restore set aside. The proof goes on behind the first and names both; a gap of which no entry tells breaks it.
 */
export const salvagedAction = 'workspace.salvaged';
export const restoredAction = 'backup.restored';

export interface ToldLoss {
  readonly from: number;
  readonly to: number;
  /** Number of the entry that tells of it. */
  readonly by: number;
  readonly how: 'salvaged' | 'restored';
  /** File that may still hold them, kept beside the database; null when there is none. */
  readonly file: string | null;
}

const SpanShape = z.object({ from: z.number(), to: z.number() });
const SalvagedShape = z.object({ after: z.object({ damagedFile: z.string().nullable(), lost: z.array(SpanShape) }) });
const RestoredShape = z.object({ after: z.object({ replaced: z.string(), setAside: SpanShape.nullable() }) });

/** What the log tells of entries that are not in it, oldest first. */
export function toldLosses(reader: Reader): ToldLoss[] {
  return [salvagedAction, restoredAction].flatMap((action) => {
    const query = auditQuery(reader, { action }, true);
    return reader
      .all(`SELECT audit.seq AS seq, audit.body AS body FROM ${query.source} ORDER BY audit.seq LIMIT 1000`, ...query.values)
      .flatMap((row) => lossesIn(number(row, 'seq'), text(row, 'body')));
  });
}

function lossesIn(by: number, body: string): ToldLoss[] {
  const read = readable(body);
  const salvaged = SalvagedShape.safeParse(read);
  if (salvaged.success) {
    const { damagedFile, lost } = salvaged.data.after;
    return lost.map((span) => ({ ...span, by, how: 'salvaged' as const, file: damagedFile }));
  }
  const restored = RestoredShape.safeParse(read);
  if (!restored.success || restored.data.after.setAside === null) return [];
  return [{ ...restored.data.after.setAside, by, how: 'restored', file: restored.data.after.replaced }];
}

/** Null for an entry that is not as it was written: the proof names it when it gets there. */
function readable(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** The losses in words, each with a full stop. */
export function lossWords(losses: readonly ToldLoss[]): string {
  return losses
    .map(({ from, to, by, how, file }) => {
      const which = from === to ? `Entry ${from}` : `Entries ${from} to ${to}`;
      const where = file === null ? '' : `, which is kept as ${file}`;
      return how === 'salvaged'
        ? `${which} could not be read any more when a damaged database was salvaged${where}: entry ${by} tells of it.`
        : `${which} of the database before were set aside by a restore${where}: entry ${by} tells of it.`;
    })
    .join(' ');
}
