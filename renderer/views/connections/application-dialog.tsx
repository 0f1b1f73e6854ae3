import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useState } from 'react';
import type { ApplicationRow } from '../../../main/contract/fleet.ts';
import { ProblemNote } from '../../parts/states.tsx';
import { applicationStore } from '../../stores/fleet.ts';
import { usePress } from '../../stores/press.ts';

interface ApplicationDialogProps {
  /** Null for a new one. */
  readonly application: ApplicationRow | null;
  readonly onClose: () => void;
}

/** Names an application. */
export function ApplicationDialog({ application, onClose }: ApplicationDialogProps) {
  const [name, setName] = useState(application?.name ?? '');
  const press = usePress('fleet.saveApplication');
  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    const result = await press.run({ id: application?.id ?? null, name: name.trim() });
    if (!result?.ok) return;
    applicationStore.askAgain();
    onClose();
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={application ? `Rename ${application.name}` : 'Add an application'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={(event) => void save(event)}>
        <Stack gap="md">
          <TextInput
            label="Name"
            description="As your team says it; it appears in notifications and in the audit"
            required
            data-autofocus
            maxLength={100}
            value={name}
            error={press.problem?.fields?.['name']}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {press.problem ? <ProblemNote problem={press.problem} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button onClick={onClose}>Leave it</Button>
            <Button type="submit" variant="filled" loading={press.pending} disabled={name.trim() === ''}>
              {application ? 'Rename' : 'Add application'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
