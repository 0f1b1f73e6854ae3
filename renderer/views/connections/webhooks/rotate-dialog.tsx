import { Button, Group, Modal, SegmentedControl, Stack } from '@mantine/core';
import { useState } from 'react';
import type { HookRow } from '../../../../main/contract/hooks.ts';
import { ReasonDialog } from '../../../parts/reason-dialog.tsx';
import { hookStore } from '../../../stores/hooks.ts';
import { usePress } from '../../../stores/press.ts';
import { SecretOnce } from './secret.tsx';

const lives = [
  { value: '0', label: 'Ends at once' },
  { value: '1', label: '1 h more' },
  { value: '24', label: '24 h more' },
];

/** Gives a webhook a new secret, then shows it once. */
export function RotateDialog({ hook, onClose }: { readonly hook: HookRow; readonly onClose: () => void }) {
  const [keep, setKeep] = useState('0');
  const press = usePress('hooks.rotate');
  const made = press.answer;
  async function rotate(reason: string): Promise<void> {
    const result = await press.run({ hookId: hook.id, keepFormerHours: Number(keep), reason });
    if (result?.ok) hookStore.askAgain();
  }
  if (made) {
    return (
      <Modal
        opened
        onClose={onClose}
        title={`New secret of ${hook.name}`}
        closeButtonProps={{ 'aria-label': 'Close' }}
        closeOnClickOutside={false}
      >
        <Stack gap="md">
          <SecretOnce hook={made.hook} secret={made.secret} />
          <Group justify="flex-end">
            <Button variant="filled" onClick={onClose}>
              I have kept it
            </Button>
          </Group>
        </Stack>
      </Modal>
    );
  }
  return (
    <ReasonDialog
      title={`New secret for ${hook.name}`}
      confirm="Make a new secret"
      busy={press.pending}
      problem={press.problem}
      onConfirm={(reason) => void rotate(reason)}
      onClose={onClose}
    >
      <Stack gap="xs">
        <p style={{ margin: 0 }}>
          The new secret is shown once. Messages signed with the present one are refused as soon as it ends; choose a time in which both are
          taken while the sender is changed.
        </p>
        <SegmentedControl aria-label="The present secret" data={lives} value={keep} onChange={setKeep} />
      </Stack>
    </ReasonDialog>
  );
}
