import { SegmentedControl, Select } from '@mantine/core';
import type { HealthFilter, HealthOverview } from '../../../main/contract/health.ts';
import { surfaces } from '../../../main/core/model/surface.ts';
import { useHealthFilter } from '../../stores/health.ts';
import classes from './health.module.css';

const everything = '*';
const surfaceChoices = [
  { value: everything, label: 'All' },
  { value: 'web', label: 'Web, PWA' },
  { value: 'desktop', label: 'Desktop' },
  { value: 'mobile', label: 'Mobile' },
  { value: 'flag', label: 'Flags' },
];
const ranges: { value: HealthFilter['range']; label: string }[] = [
  { value: '1h', label: '1 h' },
  { value: '6h', label: '6 h' },
  { value: '24h', label: '24 h' },
  { value: '7d', label: '7 d' },
];

/** Which application, platform and version, and how far back. */
export function Filters({ applications }: { readonly applications: HealthOverview['applications'] }) {
  const { filter, change } = useHealthFilter();
  const chosen = applications.filter((one) => filter.applicationId === null || one.id === filter.applicationId);
  const versions = [...new Set(chosen.flatMap((one) => one.versions))];
  return (
    <div className={classes.filters} role="group" aria-label="What to look at">
      <Select
        className={classes.application ?? ''}
        size="xs"
        aria-label="Application"
        value={filter.applicationId ?? everything}
        onChange={(value) => change({ applicationId: value === everything ? null : value, version: null })}
        data={[{ value: everything, label: 'All applications' }, ...applications.map((one) => ({ value: one.id, label: one.name }))]}
        allowDeselect={false}
      />
      <SegmentedControl
        size="xs"
        aria-label="Platform"
        value={filter.surface ?? everything}
        onChange={(value) => change({ surface: surfaces.find((one) => one === value) ?? null })}
        data={surfaceChoices}
      />
      <Select
        className={classes.version ?? ''}
        size="xs"
        aria-label="Version"
        value={filter.version ?? everything}
        onChange={(value) => change({ version: value === everything ? null : value })}
        data={[{ value: everything, label: 'All versions' }, ...versions.map((one) => ({ value: one, label: one }))]}
        allowDeselect={false}
      />
      <SegmentedControl
        className={classes.range ?? ''}
        size="xs"
        aria-label="Time range"
        value={filter.range}
        onChange={(range) => change({ range })}
        data={ranges}
      />
    </div>
  );
}
