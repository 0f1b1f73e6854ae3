import { ActionIcon, Button } from '@mantine/core';
import { IconDownload, IconPlugConnected, IconTrash, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import type { ImportRow } from '../../../main/contract/history.ts';
import { count } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import table from '../../parts/table.module.css';
import { RelativeTime } from '../../parts/time.tsx';
import { importList } from '../../stores/history.ts';
import { useRoleNote } from '../../stores/status.ts';
import classes from './backtest.module.css';
import { ExportDialog } from './export-dialog.tsx';
import { FetchDialog } from './fetch-dialog.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { RemoveImport } from './remove-import.tsx';

const everything = {};

export type HistoryDialog = 'import' | 'fetch' | 'export';

interface HistoryProps {
  readonly opened: HistoryDialog | null;
  readonly onOpen: (dialog: HistoryDialog | null) => void;
  /** Told when there is other history than before. */
  readonly onChanged: () => void;
}

/** What was imported from before this console, with the ways in and out. */
export function HistoryCard({ opened, onOpen, onChanged }: HistoryProps) {
  const { answer, loading, problem, askAgain } = importList.use(everything);
  const roleNote = useRoleNote('operator');
  const [removing, setRemoving] = useState<ImportRow | null>(null);
  return (
    <Card
      title="Imported history"
      aside={
        <>
          <Button
            leftSection={<IconUpload size={14} aria-hidden />}
            disabled={roleNote !== null}
            title={roleNote ?? undefined}
            onClick={() => onOpen('import')}
          >
            Import history…
          </Button>
          <Button
            leftSection={<IconPlugConnected size={14} aria-hidden />}
            disabled={roleNote !== null}
            title={roleNote ?? undefined}
            onClick={() => onOpen('fetch')}
          >
            Fetch from source…
          </Button>
          <Button leftSection={<IconDownload size={14} aria-hidden />} onClick={() => onOpen('export')}>
            Export…
          </Button>
        </>
      }
    >
      {problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {answer === null && loading ? <Loading rows={2} label="Loading imports" /> : null}
      {answer !== null && answer.length === 0 ? (
        <Empty title="Nothing was imported">
          Readings (CSV, JSON lines, OpenMetrics) and releases (CSV, JSON) from before this console serve backtests and baselines. They
          never move a verdict of a rollout that is under way.
        </Empty>
      ) : null}
      {answer !== null && answer.length > 0 ? <Imports rows={answer} roleNote={roleNote} onRemove={setRemoving} /> : null}
      {opened === 'import' ? <ImportDialog onClose={() => onOpen(null)} onDone={onChanged} /> : null}
      {opened === 'fetch' ? <FetchDialog onClose={() => onOpen(null)} onDone={onChanged} /> : null}
      {opened === 'export' ? <ExportDialog onClose={() => onOpen(null)} /> : null}
      {removing ? <RemoveImport row={removing} onClose={() => setRemoving(null)} onDone={onChanged} /> : null}
    </Card>
  );
}

const kinds: Readonly<Record<ImportRow['kind'], string>> = { readings: 'readings', releases: 'releases', range: 'fetched readings' };

interface ImportsProps {
  readonly rows: readonly ImportRow[];
  readonly roleNote: string | null;
  readonly onRemove: (row: ImportRow) => void;
}

function Imports({ rows, roleNote, onRemove }: ImportsProps) {
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">What</th>
            <th scope="col" className={table.number}>
              Rows
            </th>
            <th scope="col">Imported</th>
            <th scope="col" className={table.number}>
              <span className={classes.hidden}>Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className={table.strong}>{row.name}</td>
              <td className={table.muted}>{row.state === 'kept' ? kinds[row.kind] : `${kinds[row.kind]}, ${row.state}`}</td>
              <td className={table.number}>{count(row.added)}</td>
              <td className={`${table.nowrap} ${table.muted}`}>
                <RelativeTime at={row.finishedAt ?? row.createdAt} />
              </td>
              <td className={table.number}>
                <ActionIcon
                  aria-label={`Remove ${row.name}`}
                  disabled={roleNote !== null}
                  title={roleNote ?? undefined}
                  onClick={() => onRemove(row)}
                >
                  <IconTrash size={15} aria-hidden />
                </ActionIcon>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
