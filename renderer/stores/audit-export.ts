import { create } from 'zustand';
import type { CallProblem } from '../../main/contract/bridge.ts';
import type { AnswerOf } from '../../main/contract/index.ts';
import { auditMarkdown, auditMarkdownHead } from '../../main/core/audit/markdown.ts';
import type { AuditFilter } from './audit.ts';
import { ask } from './feed.ts';

interface ExportState {
  readonly running: boolean;
  /** Entries walked through, of how many. */
  readonly done: number;
  readonly total: number;
  readonly problem: CallProblem | null;
  /** Entries in the last file, and the key that signed it; null before the first. */
  readonly last: { readonly entries: number; readonly publicKey: string | null } | null;
}

export const useAuditExport = create<ExportState>()(() => ({ running: false, done: 0, total: 0, problem: null, last: null }));

type Save = (name: string, parts: readonly string[]) => void;

/** Fetches the entries that fit a filter part by part and saves them as signed lines and as Markdown; a second press does nothing. */
export async function exportAudit(filter: AuditFilter, name: string, save: Save): Promise<void> {
  if (useAuditExport.getState().running) return;
  useAuditExport.setState({ running: true, done: 0, total: 0, problem: null, last: null });
  const lines: string[] = [];
  const reading: string[] = [auditMarkdownHead];
  let exportId: string | null = null;
  for (;;) {
    const result = await ask('audit.export', { exportId, filter });
    if (!result.ok) return useAuditExport.setState({ running: false, problem: result.problem });
    const part: AnswerOf<'audit.export'> = result.answer;
    lines.push(part.text);
    reading.push(...part.text.split('\n').filter(Boolean).map(auditMarkdown));
    const { done, total, entries, publicKey } = part;
    useAuditExport.setState({ done, total });
    ({ exportId } = part);
    if (!part.finished) continue;
    save(`${name}.jsonl`, lines);
    save(`${name}.md`, reading);
    return useAuditExport.setState({ running: false, last: { entries, publicKey } });
  }
}
