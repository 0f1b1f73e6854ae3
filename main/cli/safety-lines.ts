import type { OrphanRow, RecoveryRow, RetentionView } from '../contract/safety.ts';
import { commandWords } from '../store/command-words.ts';
import { table } from './output.ts';

/** Bytes in the unit that reads best. */
export function size(bytes: number): string {
  if (bytes >= 1 << 30) return `${(bytes / (1 << 30)).toFixed(1)} GB`;
  if (bytes >= 1 << 20) return `${(bytes / (1 << 20)).toFixed(1)} MB`;
  return bytes >= 1024 ? `${(bytes / 1024).toFixed(1)} kB` : `${bytes} B`;
}

/** What was salvaged, table by table. Whole tables without rows are left out. */
export function recoveryLines(found: RecoveryRow, entered: boolean, folder: string): string[] {
  const rows = found.tables
    .filter((one) => one.rows > 0 || one.missing !== 0 || one.leftOut > 0)
    .map((one) => [one.what, String(one.rows), one.missing === null ? 'not known' : String(one.missing), String(one.leftOut)]);
  const backup =
    found.backup === null ? 'There is no good backup.' : `Newest good backup: ${found.backup.file} (${size(found.backup.bytes)}).`;
  return [
    `The database is damaged: ${found.problems[0] ?? 'it could not be read'}${found.problems.length > 1 ? ` and ${found.problems.length - 1} more` : ''}.`,
    ...(found.schemaFrom === null ? [] : [`Its list of tables could not be read; that of ${found.schemaFrom} was used.`]),
    ...table([['TABLE', 'SAVED', 'MISSING', 'LEFT OUT'], ...rows]),
    found.audit.words,
    backup,
    ...(entered ? enteredLines(found, folder) : [`Nothing was changed. Bring it into recovery: ${words('recover', folder)}`]),
  ];
}

function words(command: string, folder: string, ...more: string[]): string {
  return commandWords(command, ...more, '--workspace', folder);
}

function enteredLines(found: RecoveryRow, folder: string): string[] {
  return [
    'The workspace is in recovery: everything can be read, and nothing runs by itself.',
    ...(found.damagedFile === null ? [] : [`The damaged file is kept as ${found.damagedFile}.`]),
    `Go on with what was saved: ${words('recover', folder, '--go-on', '--reason', 'WHY')}`,
    ...(found.backup === null ? [] : [`Restore the backup instead: ${words('recover', folder, '--restore', '--reason', 'WHY')}`]),
  ];
}

export function orphanLines(rows: readonly OrphanRow[]): string[] {
  if (rows.length === 0) return ['Nothing is left over.'];
  const cells = rows.map((row) => [
    row.kind,
    row.title,
    String(row.count),
    row.bytes === 0 ? '' : size(row.bytes),
    row.examples.join(', '),
  ]);
  const kinds = rows.map((row) => row.kind).join(',');
  return [
    ...table([['KIND', 'WHAT', 'COUNT', 'SIZE', 'SUCH AS'], ...cells]),
    `clean up: ${commandWords('doctor', '--clean', kinds, '--reason', 'WHY')}`,
  ];
}

const retentionNames: Readonly<Record<RetentionView['rows'][number]['kind'], string>> = {
  rawReadings: 'single readings',
  rollups: 'rollups',
  notices: 'notices',
  replacedFiles: 'databases put aside',
};

export function retentionLines({ policy, rows, backups }: RetentionView): string[] {
  const days = {
    rawReadings: policy.rawReadingsDays,
    rollups: policy.rollupsDays,
    notices: policy.noticesDays,
    replacedFiles: policy.replacedDays,
  };
  const cells = rows.map((row) => {
    const kept = days[row.kind];
    return [
      retentionNames[row.kind],
      kept === null ? 'for good' : `${kept} days`,
      String(row.total),
      String(row.rows),
      row.rows === 0 ? '' : size(row.bytes),
    ];
  });
  return [...table([['WHAT', 'KEPT', 'THERE', 'WOULD GO NOW', 'ABOUT'], ...cells]), `backups: ${backups}`];
}
