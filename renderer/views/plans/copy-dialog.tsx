import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { ProblemNote } from '../../parts/states.tsx';
import { planList } from '../../stores/plans.ts';
import { usePress } from '../../stores/press.ts';
import { navigate } from '../../stores/router.ts';
import { copyName, fileNameProblem } from './text.ts';

const everything = {};

interface CopyDialogProps {
  readonly file: string;
  readonly text: string;
  readonly onClose: () => void;
}

/** Copies a preset into the workspace under a name of its own. */
export function CopyDialog({ file, text, onClose }: CopyDialogProps) {
  const taken = (planList.use(everything).answer ?? []).map((plan) => plan.file);
  const [typed, setTyped] = useState<string | null>(null);
  const name = typed ?? copyName(file, taken);
  const press = usePress('plans.save');
  const problem = fileNameProblem(name.trim(), taken);
  async function copy(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (problem !== null) return;
    const result = await press.run({ file: name.trim(), text });
    if (!result?.ok) return;
    planList.askAgain();
    onClose();
    navigate(`/plans/${encodeURIComponent(result.answer.file)}`);
  }
  return (
    <Modal opened onClose={onClose} title={`Copy ${file} to my plans`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={(event) => void copy(event)}>
        <Stack gap="md">
          <TextInput
            label="File name"
            description="The copy lies in the workspace folder, where any editor can open it too"
            required
            data-autofocus
            value={name}
            error={press.pending ? undefined : (problem ?? undefined)}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {press.problem ? <ProblemNote problem={press.problem} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button onClick={onClose}>Leave it</Button>
            <Button type="submit" variant="filled" loading={press.pending} disabled={problem !== null}>
              Copy
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
