import type { RecoveryRow } from '../contract/safety.ts';
import type { Recovery } from '../store/recovery.ts';

/** Names of tables for people; others are named as they are. */
const names: Readonly<Record<string, string>> = {
  setting: 'settings',
  application: 'applications',
  connection: 'connections',
  health: 'answers of connections',
  target: 'targets',
  target_read: 'last reads of platforms',
  plan: 'plans of rollouts',
  plan_version: 'versions of plans',
  rollout: 'rollouts',
  share: 'shares over time',
  series: 'series of readings',
  reading: 'readings',
  rollup_5m: '5-minute rollups',
  rollup_1h: '1-hour rollups',
  open_bucket: 'rollups to be built',
  verdict: 'latest verdicts',
  verdict_span: 'verdicts over time',
  decision: 'decisions',
  snapshot: 'snapshots of decisions',
  action: 'actions',
  check_result: 'results of checks',
  signoff: 'signoffs',
  incident: 'incidents',
  notice: 'notices',
  idempotency: 'answers kept for repeats',
  idempotency_count: 'counts of repeats',
  audit: 'audit entries',
  history_import: 'imports of history',
  imported_series: 'imported series',
  imported_reading: 'imported readings',
  imported_rollout: 'imported releases',
  error_cluster: 'errors by cause',
  error_slot: 'errors over time',
};

/** A recovery as the border tells it. */
export function recoveryRow({ since, problems, damagedFile, schemaFrom, tables, audit, backup }: Recovery): RecoveryRow {
  return {
    since,
    problems: problems.slice(0, 20),
    damagedFile,
    schemaFrom,
    tables: tables.map(({ table, rows, missing, leftOut }) => ({
      what: names[table] ?? table.replaceAll('_', ' '),
      rows,
      missing: table === 'audit' ? missingEntries(audit) : missing,
      leftOut: table === 'audit' ? 0 : leftOut,
    })),
    audit: { entries: audit.entries, altered: audit.altered, lost: audit.lost, endKnown: audit.endKnown, words: auditWords(audit) },
    backup,
  };
}

function missingEntries({ lost, endKnown }: Recovery['audit']): number | null {
  const missing = lost.reduce((sum, span) => sum + span.to - span.from + 1, 0);
  return endKnown || missing > 0 ? missing : null;
}

/** What is proved of the log, and the first gap in it. */
export function auditWords({ entries, altered, lost, endKnown }: Recovery['audit']): string {
  const [first] = lost;
  const proved = `${entries.toLocaleString('en-GB')} audit ${entries === 1 ? 'entry is' : 'entries are'} as written.`;
  const end = endKnown ? '' : ' Whether there were later ones is not known.';
  if (first === undefined) return `${proved}${endKnown ? ' None is missing.' : end}`;
  const gap = first.from === first.to ? `Entry ${first.from} is` : `Entries ${first.from} to ${first.to} are`;
  const more = lost.length === 1 ? '' : `, and ${lost.length - 1} more ${lost.length === 2 ? 'gap' : 'gaps'}`;
  const changed =
    altered.length === 0
      ? ''
      : ` ${altered.length} of them could be read, but ${altered.length === 1 ? 'is' : 'are'} not what was written.`;
  return `${proved} ${gap} missing${more}.${changed}${end}`;
}
