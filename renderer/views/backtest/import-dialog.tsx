import { FileInput, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { applicationStore } from '../../stores/fleet.ts';
import { importText } from '../../stores/history.ts';
import type { ImportEnd } from '../../stores/history.ts';
import classes from './backtest.module.css';
import { formatOf } from './file-format.ts';
import { HistoryForm } from './history-form.tsx';
import { PlaceFields } from './place-fields.tsx';
import { usePlace } from './use-place.ts';
import type { Place } from './use-place.ts';

const everything = {};

interface ImportDialogProps {
  readonly onClose: () => void;
  readonly onDone: () => void;
}

type Kind = 'readings' | 'releases';

/** Takes a file of readings or of past releases: all of it or nothing. */
export function ImportDialog({ onClose, onDone }: ImportDialogProps) {
  const [kind, setKind] = useState<Kind>('readings');
  const [file, setFile] = useState<File | null>(null);
  const [scale, setScale] = useState<string | number>(1);
  const [release, setRelease] = useState('');
  const place = usePlace();
  const format = file === null ? null : formatOf(file.name, kind);
  const ready =
    file !== null && format !== null && (kind === 'releases' || (place.plan !== null && place.applicationId !== null && Number(scale) > 0));
  async function run(signal: AbortSignal): Promise<ImportEnd> {
    const text = (await file?.text()) ?? '';
    const name = file?.name ?? '';
    const reason = `Import of ${name} for backtests`;
    if (kind === 'releases' && (format === 'csv' || format === 'json'))
      return await importText({ kind, name, format, applicationId: place.applicationId }, text, reason, signal);
    if (format === null || format === 'json' || place.plan === null || place.applicationId === null) return { kind: 'cancelled' };
    const { plan, applicationId, metric } = place;
    const labels = { release: release.trim() === '' ? null : release.trim() };
    return await importText(
      { kind: 'readings', name, format, scale: Number(scale), plan, applicationId, metric, ...labels },
      text,
      reason,
      signal,
    );
  }
  return (
    <HistoryForm title="Import history" confirm="Import" ready={ready} run={run} onClose={onClose} onDone={onDone}>
      <SegmentedControl
        aria-label="What the file holds"
        value={kind}
        onChange={setKind}
        data={[
          { value: 'readings', label: 'Readings of metrics' },
          { value: 'releases', label: 'Past releases' },
        ]}
      />
      <FileInput
        label="File"
        description={
          kind === 'readings'
            ? 'CSV, JSON lines (.jsonl) or OpenMetrics (.prom, .txt)'
            : 'CSV or JSON: one line or step per share a release had'
        }
        placeholder="Choose a file"
        required
        clearable
        clearButtonProps={{ 'aria-label': 'No file' }}
        accept={kind === 'readings' ? '.csv,.jsonl,.prom,.txt,.om,.openmetrics' : '.csv,.json'}
        error={file === null || format !== null ? undefined : `The ending of ${file?.name ?? ''} is not known here`}
        value={file}
        onChange={setFile}
      />
      {kind === 'readings' ? (
        <ReadingFields place={place} release={release} onRelease={setRelease} scale={scale} onScale={setScale} />
      ) : (
        <OfApplication place={place} />
      )}
    </HistoryForm>
  );
}

interface ReadingFieldsProps {
  readonly place: Place;
  readonly release: string;
  readonly onRelease: (release: string) => void;
  readonly scale: string | number;
  readonly onScale: (scale: string | number) => void;
}

/** What a file of readings may leave out. */
function ReadingFields({ place, release, onRelease, scale, onScale }: ReadingFieldsProps) {
  return (
    <>
      <PlaceFields place={place} />
      <div className={classes.pair}>
        <TextInput
          label="Release"
          description="Where the file does not name it"
          value={release}
          onChange={(event) => onRelease(event.currentTarget.value)}
        />
        <NumberInput label="Scale" description="Rates 0–1, durations in ms" min={0} value={scale} onChange={onScale} />
      </div>
    </>
  );
}

function OfApplication({ place }: { readonly place: Place }) {
  const applications = applicationStore.use(everything).answer ?? [];
  return (
    <Select
      label="Application"
      description="Where the file does not name it"
      clearable
      clearButtonProps={{ 'aria-label': 'As the file says' }}
      placeholder="as the file says"
      data={applications.map(({ id, name }) => ({ value: id, label: name }))}
      value={place.applicationId}
      onChange={place.setApplicationId}
    />
  );
}
