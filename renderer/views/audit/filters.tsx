import { Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { applicationStore } from '../../stores/fleet.ts';
import classes from './audit.module.css';
import { ranges } from './filter.ts';
import type { FilterBar } from './filter.ts';
import { knownActions, knownTriggers } from './words.ts';

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
      <Fields bar={bar} onChange={onChange} />
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

/** Exact fields: what was done, where, by whom, and what set it off. */
function Fields({ bar, onChange }: FiltersProps) {
  const { answer } = applicationStore.use(everything);
  const owners = (answer ?? []).filter((one) => bar.applicationId === null || one.id === bar.applicationId);
  const targets = owners.flatMap((one) =>
    one.targets.map((target) => ({ value: target.id, label: bar.applicationId === null ? `${one.name}, ${target.name}` : target.name })),
  );
  return (
    <>
      <Select
        aria-label="What was done"
        placeholder="Everything done"
        clearable
        searchable
        clearButtonProps={{ 'aria-label': 'Everything done' }}
        data={knownActions.map(([value, label]) => ({ value, label }))}
        value={bar.action}
        onChange={(action) => onChange({ ...bar, action })}
      />
      <Select
        aria-label="Target"
        placeholder="Every target"
        clearable
        clearButtonProps={{ 'aria-label': 'Every target' }}
        data={targets}
        value={bar.targetId}
        onChange={(targetId) => onChange({ ...bar, targetId })}
      />
      <Select
        aria-label="Set off by"
        placeholder="Set off by anything"
        clearable
        clearButtonProps={{ 'aria-label': 'Set off by anything' }}
        data={knownTriggers.map(([value, label]) => ({ value, label }))}
        value={bar.trigger}
        onChange={(trigger) => onChange({ ...bar, trigger })}
      />
      <TextInput
        aria-label="Who, by full name"
        placeholder="Who, by full name"
        maxLength={100}
        value={bar.actor}
        onChange={(event) => onChange({ ...bar, actor: event.currentTarget.value })}
      />
    </>
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
