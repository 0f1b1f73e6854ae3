import { useEffect, useState } from 'react';
import type { ActionRow } from '../../main/contract/shapes.ts';
import { replaceById } from './asked.ts';
import { onChange } from './feed.ts';

/** Follows the actions of one decision as they are carried out. */
export function useActionProgress(decisionId: string | null, initial: readonly ActionRow[]): readonly ActionRow[] {
  const [rows, setRows] = useState<readonly ActionRow[]>(initial);
  useEffect(() => {
    if (decisionId === null) return undefined;
    return onChange((change) => {
      if (change.table !== 'actions' || change.row.decisionId !== decisionId) return;
      setRows((held) => (held.some((row) => row.id === change.row.id) ? replaceById(held, change.row) : [...held, change.row]));
    });
  }, [decisionId]);
  return rows;
}
