import { Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { applicationStore } from '../../stores/fleet.ts';
import classes from './audit.module.css';
import { ranges } from './filter.ts';
import type { FilterBar } from './filter.ts';

const everything = {};

interface FiltersProps {
  readonly bar: FilterBar;
  readonly onChange: (bar: FilterBar) => void;
}

/** Narrows the list by words, application and time. */
export function Filters({ bar, onChange }: FiltersProps) {
  const { answer } = applicationStore.use(everything);
  const known = (answer ?? []).map((application) => ({ value: application.id, label: application.name }));
  const missing = bar.applicationId !== null && !known.some((one) => one.value === bar.applicationId);
  const data = missing ? [...known, { value: bar.applicationId ?? '', label: bar.applicationId ?? '' }] : known;
  return (
    <div className={classes.filters} role="search">
      <TextInput
        className={classes.words}
        aria-label="Words in an entry"
        placeholder="Words: version, person, reason, action"
        leftSection={<IconSearch size={14} aria-hidden />}
        maxLength={200}
        value={bar.text}
        onChange={(event) => onChange({ ...bar, text: event.currentTarget.value })}
      />
      <Select
        aria-label="Application"
        placeholder="Every application"
        clearable
        clearButtonProps={{ 'aria-label': 'Every application' }}
        data={data}
        value={bar.applicationId}
        onChange={(applicationId) => onChange({ ...bar, applicationId })}
      />
      <Select
        aria-label="Time range"
        allowDeselect={false}
        data={ranges.map(({ value, label }) => ({ value, label }))}
        value={bar.range}
        onChange={(value) => onChange({ ...bar, range: ranges.find((range) => range.value === value)?.value ?? 'all' })}
      />
      {bar.range === 'custom' ? <Days bar={bar} onChange={onChange} /> : null}
    </div>
  );
}

function Days({ bar, onChange }: FiltersProps) {
  return (
    <>
      <TextInput
        type="date"
        aria-label="From day"
        value={bar.fromDay}
        {...(bar.toDay === '' ? {} : { max: bar.toDay })}
        onChange={(event) => onChange({ ...bar, fromDay: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        aria-label="To day, included"
        value={bar.toDay}
        {...(bar.fromDay === '' ? {} : { min: bar.fromDay })}
        onChange={(event) => onChange({ ...bar, toDay: event.currentTarget.value })}
      />
    </>
  );
}
