import { Button, Group, Modal, Stack } from '@mantine/core';
import { letGo, stay, useLeave } from '../../stores/leave-guard.ts';
import { navigate } from '../../stores/router.ts';

interface LeaveDialogProps {
  readonly file: string;
  /** Null where the text cannot be saved as it is. */
  readonly onSave: (() => Promise<boolean>) | null;
}

function leaveFor(path: string): void {
  letGo();
  navigate(path);
}

/** Asks before a changed text is left behind. */
export function LeaveDialog({ file, onSave }: LeaveDialogProps) {
  const wanted = useLeave((state) => state.wanted);
  if (wanted === null) return null;
  async function saveAndLeave(path: string): Promise<void> {
    if (await onSave?.()) leaveFor(path);
    else stay();
  }
  return (
    <Modal opened onClose={stay} title="Leave without saving?" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack gap="md">
        <div>
          Your changes to {file} are not saved. {onSave === null ? 'The text has problems, so it cannot be saved yet.' : null}
        </div>
        <Group justify="flex-end" gap="xs">
          <Button onClick={() => leaveFor(wanted)}>Leave without saving</Button>
          <Button variant={onSave === null ? 'filled' : 'default'} data-autofocus onClick={stay}>
            Keep editing
          </Button>
          {onSave === null ? null : (
            <Button variant="filled" onClick={() => void saveAndLeave(wanted)}>
              Save and leave
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
