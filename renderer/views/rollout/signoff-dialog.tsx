import { NumberInput, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { SignoffRow } from '../../../main/contract/shapes.ts';
import { Note } from '../../parts/states.tsx';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';
import { usePress } from '../../stores/press.ts';
import { tellDone } from '../../stores/tell.ts';
import { boundWords, keeps } from './signoff-words.ts';

interface SignoffDialogProps {
  readonly rolloutId: string;
  readonly row: SignoffRow;
  readonly go: boolean;
  readonly onClose: () => void;
}

interface FieldsProps extends Pick<SignoffDialogProps, 'row' | 'go'> {
  readonly value: number | null;
  readonly note: string;
  readonly onValue: (value: number | null) => void;
  readonly onNote: (note: string) => void;
}

function Fields({ row, go, value, note, onValue, onNote }: FieldsProps) {
  const breaks = go && value !== null && !keeps(row, value);
  return (
    <Stack gap="sm">
      <p style={{ margin: 0 }}>
        {go
          ? 'The rollout goes on once nothing else is missing. A later answer replaces this one.'
          : 'The share stays where it is until a later go, or until the release is rolled back.'}
      </p>
      {row.value === null ? null : (
        <NumberInput
          label={row.value.unit === '' ? 'Value' : `Value, ${row.value.unit}`}
          description={`Wanted: ${boundWords(row)}`}
          data-autofocus
          required
          hideControls
          value={value ?? ''}
          onChange={(typed) => onValue(typed === '' ? null : Number(typed))}
        />
      )}
      {breaks ? <Note tone="warning">{`This does not keep the bound (${boundWords(row)}), so it counts as a no-go.`}</Note> : null}
      <Textarea
        label="Evidence"
        description="What it rests on: a link, a survey, a test run"
        data-autofocus
        required={row.evidence}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={2000}
        value={note}
        onChange={(event) => onNote(event.currentTarget.value)}
      />
    </Stack>
  );
}

/** Asks for all that an answer needs. A press that cannot be accepted yet is not offered. */
export function SignoffDialog({ rolloutId, row, go, onClose }: SignoffDialogProps) {
  const [value, setValue] = useState<number | null>(null);
  const [note, setNote] = useState('');
  const press = usePress('rollouts.signOff');
  const complete = (row.value === null || (value !== null && Number.isFinite(value))) && (!row.evidence || note.trim() !== '');
  const word = go ? 'Go' : 'No-go';
  async function run(reason: string): Promise<void> {
    const result = await press.run({ rolloutId, signoff: row.signoff, go, value, note: note.trim(), reason });
    if (!result?.ok) return;
    onClose();
    tellDone(`${row.title}: ${go && (value === null || keeps(row, value)) ? 'go' : 'no-go'}`);
  }
  return (
    <ReasonDialog
      title={`${word}: ${row.title}`}
      confirm={word}
      suggestion={go ? 'Looked at and agreed' : ''}
      complete={complete}
      busy={press.pending}
      problem={press.problem}
      onConfirm={(reason) => void run(reason)}
      onClose={onClose}
    >
      <Fields row={row} go={go} value={value} note={note} onValue={setValue} onNote={setNote} />
    </ReasonDialog>
  );
}
