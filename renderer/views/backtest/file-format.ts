type Format = 'csv' | 'openmetrics' | 'jsonl' | 'json';

const readings: Readonly<Record<string, Format>> = {
  csv: 'csv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  prom: 'openmetrics',
  txt: 'openmetrics',
  om: 'openmetrics',
  openmetrics: 'openmetrics',
};
const releases: Readonly<Record<string, Format>> = { csv: 'csv', json: 'json' };

/** The form of a file by its ending; null when that is not known. */
export function formatOf(name: string, kind: 'readings' | 'releases'): Format | null {
  const ending = name.split('.').at(-1)?.toLowerCase() ?? '';
  return (kind === 'readings' ? readings : releases)[ending] ?? null;
}
