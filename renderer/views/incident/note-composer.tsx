import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { ProblemNote } from '../../parts/states.tsx';
import { usePress } from '../../stores/press.ts';
import { useRoleNote } from '../../stores/status.ts';
import { renewTimeline } from '../../stores/timeline.ts';
import classes from './timeline.module.css';

/** Writes a note into the timeline. What is typed stays until it is kept. */
export function NoteComposer({ incidentId }: { readonly incidentId: string }) {
  const [text, setText] = useState('');
  const press = usePress('incidents.note');
  const roleNote = useRoleNote('operator');
  const empty = text.trim() === '';
  async function write(): Promise<void> {
    if (empty) return;
    const result = await press.run({ incidentId, text });
    if (result?.ok !== true) return;
    setText('');
    await renewTimeline();
  }
  return (
    <>
      <form
        className={classes.composer}
        onSubmit={(event) => {
          event.preventDefault();
          void write();
        }}
      >
        <Textarea
          aria-label="Note"
          placeholder={roleNote ?? 'Write a note: what you see, try, or rule out. Ctrl + Enter keeps it'}
          disabled={roleNote !== null}
          autosize
          minRows={1}
          maxRows={8}
          maxLength={20_000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void write();
          }}
        />
        <Button type="submit" variant="filled" disabled={empty || roleNote !== null} loading={press.pending}>
          Keep note
        </Button>
      </form>
      {press.problem === null ? null : (
        <div className={classes.problem}>
          <ProblemNote problem={press.problem} />
        </div>
      )}
    </>
  );
}
