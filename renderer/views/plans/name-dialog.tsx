import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import type { CallProblem } from '../../../main/contract/bridge.ts';
import { ProblemNote } from '../../parts/states.tsx';
import { planList } from '../../stores/plans.ts';
import { fileNameProblem } from './text.ts';

const everything = {};

/** Names of plan files that are taken. */
export function useTakenNames(): readonly string[] {
  return (planList.use(everything).answer ?? []).map((plan) => plan.file);
}

interface NameDialogProps {
  readonly title: string;
  readonly description: string;
  readonly confirm: string;
  /** Put into the field, to be changed or kept. */
  readonly suggestion: string;
  readonly busy: boolean;
  readonly problem: CallProblem | null;
  /** Fields above the name. */
  readonly children?: ReactNode;
  readonly onConfirm: (name: string) => void;
  readonly onClose: () => void;
}

/** Asks for a free name of a plan file. Mount it to open it. */
export function NameDialog(props: NameDialogProps) {
  const { title, description, confirm, suggestion, busy, problem, children, onConfirm, onClose } = props;
  const taken = useTakenNames();
  const [typed, setTyped] = useState<string | null>(null);
  const name = (typed ?? suggestion).trim();
  const wrong = fileNameProblem(name, taken);
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (wrong === null && !busy) onConfirm(name);
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          {children}
          <TextInput
            label="File name"
            description={description}
            required
            data-autofocus
            value={typed ?? suggestion}
            error={busy ? undefined : (wrong ?? undefined)}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {problem ? <ProblemNote problem={problem} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button onClick={onClose}>Leave it</Button>
            <Button type="submit" variant="filled" loading={busy} disabled={wrong !== null}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
