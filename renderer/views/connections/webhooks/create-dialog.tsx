import { Button, Group, Input, Modal, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { type HookShape, hookShapes } from '../../../../main/core/model/hook.ts';
import { ProblemNote } from '../../../parts/states.tsx';
import { applicationStore } from '../../../stores/fleet.ts';
import { hookStore } from '../../../stores/hooks.ts';
import { usePress } from '../../../stores/press.ts';
import { SecretOnce } from './secret.tsx';
import { shapeWords } from './words.ts';

const everything = {};

/** Makes a webhook, then shows its secret once. */
export function CreateDialog({ onClose }: { readonly onClose: () => void }) {
  const press = usePress('hooks.create');
  const made = press.answer;
  return (
    <Modal
      opened
      onClose={onClose}
      title={made ? `${made.hook.name} is made` : 'Add a webhook'}
      closeButtonProps={{ 'aria-label': 'Close' }}
      closeOnClickOutside={made === null}
    >
      {made ? (
        <Stack gap="md">
          <SecretOnce hook={made.hook} secret={made.secret} />
          <Group justify="flex-end">
            <Button variant="filled" onClick={onClose}>
              I have kept it
            </Button>
          </Group>
        </Stack>
      ) : (
        <CreateForm press={press} onClose={onClose} />
      )}
    </Modal>
  );
}

function CreateForm({ press, onClose }: { readonly press: ReturnType<typeof usePress<'hooks.create'>>; readonly onClose: () => void }) {
  const applications = applicationStore.use(everything).answer ?? [];
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [shape, setShape] = useState<HookShape>('github');
  const applicationId = chosen ?? applications[0]?.id ?? null;
  async function make(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (applicationId === null) return;
    const result = await press.run({ name: name.trim(), applicationId, shape });
    if (result?.ok) hookStore.askAgain();
  }
  return (
    <form onSubmit={(event) => void make(event)}>
      <Stack gap="md">
        <TextInput
          label="Name"
          description="Stands in the audit as the sender of what it sets off"
          required
          data-autofocus
          maxLength={60}
          value={name}
          error={press.problem?.fields?.['name']}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label="Application"
          description="Only its releases can be taken back through this webhook"
          allowDeselect={false}
          data={applications.map((one) => ({ value: one.id, label: one.name }))}
          value={applicationId}
          onChange={setChosen}
        />
        <Input.Wrapper label="Signed as" labelElement="div" description="GitHub itself, or any program that follows Standard Webhooks">
          <SegmentedControl
            fullWidth
            mt={4}
            aria-label="How messages are signed"
            data={hookShapes.map((one) => ({ value: one, label: shapeWords[one] }))}
            value={shape}
            onChange={(next) => setShape(hookShapes.find((one) => one === next) ?? 'github')}
          />
        </Input.Wrapper>
        {press.problem ? <ProblemNote problem={press.problem} /> : null}
        <Group justify="flex-end" gap="xs">
          <Button onClick={onClose}>Leave it</Button>
          <Button type="submit" variant="filled" loading={press.pending} disabled={name.trim() === '' || applicationId === null}>
            Make the webhook
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
