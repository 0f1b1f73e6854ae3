import { Button, Group, Modal, SegmentedControl, Select, Stack } from '@mantine/core';
import { useRef, useState } from 'react';
import type { CallProblem } from '../../../main/contract/bridge.ts';
import { readingFormats, releaseFormats } from '../../../main/core/history/formats.ts';
import { count } from '../../format.ts';
import { Note, ProblemNote } from '../../parts/states.tsx';
import { currentTime } from '../../stores/clock.ts';
import { exportText } from '../../stores/history.ts';
import type { ExportAsked } from '../../stores/history.ts';
import { WorkProgress } from './work-progress.tsx';
import { PlaceFields } from './place-fields.tsx';
import { saveFile } from './save-file.ts';
import { usePlace } from './use-place.ts';

type What = 'readings' | 'releases';
const endings = { csv: 'csv', jsonl: 'jsonl', openmetrics: 'prom', json: 'json' } as const;

/** Writes readings or past releases into a file that import takes. */
export function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  const [what, setWhat] = useState<What>('releases');
  const formats = what === 'readings' ? readingFormats : releaseFormats;
  const [chosen, setChosen] = useState<string>('csv');
  const format = formats.find((one) => one === chosen) ?? 'csv';
  const place = usePlace();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<CallProblem | null>(null);
  const [rows, setRows] = useState<number | null>(null);
  const ending = useRef<AbortController | null>(null);
  const asked = askedOf(what, format, place);
  async function run(): Promise<void> {
    if (asked === null) return;
    ending.current = new AbortController();
    setBusy(true);
    setProblem(null);
    const answer = await exportText(asked, ending.current.signal);
    setBusy(false);
    if (answer === null) return;
    if (!('rows' in answer)) {
      setProblem(answer);
      return;
    }
    setRows(answer.rows);
    if (answer.rows > 0) saveFile(`tidegate-${what}.${endings[format]}`, answer.text);
  }
  return (
    <Modal opened onClose={onClose} size={560} title="Export history" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack gap="md">
        <SegmentedControl
          aria-label="What to export"
          value={what}
          onChange={setWhat}
          data={[
            { value: 'releases', label: 'Past releases' },
            { value: 'readings', label: 'Readings of metrics' },
          ]}
        />
        <Select label="Form" data={[...formats]} allowDeselect={false} value={format} onChange={(value) => setChosen(value ?? 'csv')} />
        {what === 'readings' ? <PlaceFields place={place} /> : null}
        <WorkProgress />
        {problem ? <ProblemNote problem={problem} /> : null}
        {rows === null ? null : <Note tone="info">{rows === 0 ? 'There is nothing to export.' : `${count(rows)} rows written.`}</Note>}
        <Group justify="flex-end" gap="xs">
          {busy ? <Button onClick={() => ending.current?.abort()}>Cancel</Button> : <Button onClick={onClose}>Close</Button>}
          <Button variant="filled" loading={busy} disabled={asked === null} onClick={() => void run()}>
            Export
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function askedOf(what: What, format: keyof typeof endings, place: ReturnType<typeof usePlace>): ExportAsked | null {
  const { plan, applicationId, metric } = place;
  const period = { from: 0, to: currentTime() };
  if (what === 'releases') return format === 'csv' || format === 'json' ? { what, input: { format, applicationId, ...period } } : null;
  if (format === 'json' || plan === null || applicationId === null) return null;
  return { what, input: { format, plan, applicationId, metrics: metric === null ? [] : [metric], ...period } };
}
