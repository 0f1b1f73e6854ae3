import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { TimelineRow } from '../../../main/contract/incidents.ts';
import { ProblemNote } from '../../parts/states.tsx';
import { usePress } from '../../stores/press.ts';
import { renewTimeline } from '../../stores/timeline.ts';

interface DialogProps {
  readonly incidentId: string;
  readonly row: TimelineRow;
  readonly onClose: () => void;
}

/** Changes the wording of one's own note; the earlier wording stays readable. */
export function NoteDialog({ incidentId, row, onClose }: DialogProps) {
  const [text, setText] = useState(row.text);
  const press = usePress('incidents.editNote');
  const ready = text.trim() !== '' && text !== row.text;
  async function keep(): Promise<void> {
    const result = await press.run({ incidentId, entryId: row.id.replace(/^entry:/, ''), text });
    if (result?.ok !== true) return;
    onClose();
    await renewTimeline();
  }
  return (
    <Modal opened onClose={onClose} title="Change this note" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void keep();
        }}
      >
        <Stack gap="md">
          <Textarea
            label="Note"
            description="What it says now stays readable below it"
            data-autofocus
            autosize
            minRows={3}
            maxRows={14}
            maxLength={20_000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {press.problem === null ? null : <ProblemNote problem={press.problem} />}
          <Group justify="flex-end" gap="xs">
            <Button onClick={onClose}>Leave it</Button>
            <Button type="submit" variant="filled" disabled={!ready} loading={press.pending}>
              Keep the new wording
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
