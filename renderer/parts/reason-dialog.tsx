import { Button, Modal, Stack, Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { CallProblem } from '../../main/contract/bridge.ts';
import { DangerButton } from './danger-button.tsx';
import { DialogFoot } from './dialog-foot.tsx';
import { ProblemNote } from './states.tsx';

/** Shortest reason the border takes. */
const shortest = 3;

interface ReasonDialogProps {
  readonly title: string;
  /** What the press does, and what it cannot take back. */
  readonly children: ReactNode;
  readonly confirm: string;
  /** Width, px; for a dialog that says much, so that less of it has to be scrolled. */
  readonly size?: number;
  readonly danger?: boolean;
  /** Put into the reason field, to be changed or kept. */
  readonly suggestion?: string;
  /** False while fields among the children still miss something. */
  readonly complete?: boolean;
  readonly busy: boolean;
  readonly problem: CallProblem | null;
  readonly onConfirm: (reason: string) => void;
  readonly onClose: () => void;
}

/** One deliberate confirmation with its reason. Mount it to open it. */
export function ReasonDialog({
  title,
  children,
  confirm,
  danger = false,
  size = 440,
  suggestion = '',
  complete = true,
  busy,
  problem,
  onConfirm,
  onClose,
}: ReasonDialogProps) {
  const [reason, setReason] = useState(suggestion);
  const ready = complete && reason.trim().length >= shortest;
  return (
    <Modal opened onClose={onClose} size={size} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) onConfirm(reason.trim());
        }}
      >
        <Stack gap="md">
          <div>{children}</div>
          <Textarea
            label="Reason"
            description="Kept in the audit for good"
            data-autofocus
            required
            autosize
            minRows={2}
            maxRows={6}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <DialogFoot above={problem ? <ProblemNote problem={problem} /> : undefined}>
            <Button onClick={onClose}>Leave it</Button>
            {danger ? (
              <DangerButton type="submit" disabled={!ready} loading={busy}>
                {confirm}
              </DangerButton>
            ) : (
              <Button type="submit" variant="filled" disabled={!ready} loading={busy}>
                {confirm}
              </Button>
            )}
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
