import { Button } from '@mantine/core';
import type { BackupRow } from '../../../main/contract/system.ts';
import { absolute, bytes, count } from '../../format.ts';
import table from '../../parts/table.module.css';
import { RelativeTime } from '../../parts/time.tsx';
import { useRoleNote } from '../../stores/status.ts';
import classes from './settings.module.css';

interface BackupTableProps {
  readonly rows: readonly BackupRow[];
  readonly onRestore: (row: BackupRow) => void;
}

/** Name of a backup's file without its folder. */
export function fileName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

/** Backups, newest first. */
export function BackupTable({ rows, onRestore }: BackupTableProps) {
  const note = useRoleNote('admin');
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Made</th>
            <th scope="col">File</th>
            <th scope="col">Why</th>
            <th scope="col" className={table.number}>
              Size
            </th>
            <th scope="col" className={table.number} title="Newest audit entry in the backup">
              Audit up to
            </th>
            <th scope="col">Check</th>
            <th scope="col" aria-label="Restore" />
          </tr>
        </thead>
        <tbody>
          {rows
            .toSorted((a, b) => b.at - a.at)
            .map((row) => (
              <tr key={row.file}>
                <td className={table.nowrap}>
                  <RelativeTime at={row.at} />
                </td>
                <td className={classes.file}>{fileName(row.file)}</td>
                <td className={table.muted}>{row.reason}</td>
                <td className={table.number}>{bytes(row.bytes)}</td>
                <td className={table.number}>{row.auditSeq === undefined || row.auditSeq === null ? '' : count(row.auditSeq)}</td>
                <td className={table.nowrap}>
                  <Intact intact={row.intact} />
                </td>
                <td className={table.number}>
                  <Button
                    size="compact-sm"
                    disabled={note !== null || row.intact === false}
                    title={note ?? undefined}
                    aria-label={`Restore the backup of ${absolute(row.at)}`}
                    onClick={() => onRestore(row)}
                  >
                    Restore…
                  </Button>
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

function Intact({ intact }: { readonly intact: boolean | null }) {
  if (intact === null) return <span className={table.muted}>◌ not checked</span>;
  return intact ? <span className={classes.good}>✓ intact</span> : <span className={classes.bad}>▲ damaged</span>;
}
