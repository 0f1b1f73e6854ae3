import { Select } from '@mantine/core';
import { useState } from 'react';
import type { PlanRow } from '../../../main/contract/plans.ts';
import { letGo } from '../../stores/leave-guard.ts';
import { planDetail, planList } from '../../stores/plans.ts';
import { usePress } from '../../stores/press.ts';
import { navigate } from '../../stores/router.ts';
import { NameDialog, useTakenNames } from './name-dialog.tsx';
import { copyName, renamed } from './text.ts';

const where = 'It lies in the workspace folder, where any other editor can open it too';

/** Saves a text under a new file name and opens it. */
function useCreate(): { readonly press: ReturnType<typeof usePress<'plans.save'>>; readonly create: (file: string, text: string) => void } {
  const press = usePress('plans.save');
  async function create(file: string, text: string): Promise<void> {
    const result = await press.run({ file, text: renamed(text, file), basedOn: null });
    if (!result?.ok) return;
    planList.askAgain();
    // A changed text lives on in the copy, so leaving the original loses nothing.
    letGo();
    navigate(`/plans/${encodeURIComponent(result.answer.file)}`);
  }
  return { press, create: (file, text) => void create(file, text) };
}

interface CopyDialogProps {
  readonly title: string;
  readonly file: string;
  readonly text: string;
  readonly onClose: () => void;
}

/** Copies a plan into the workspace under a name of its own. */
export function CopyDialog({ title, file, text, onClose }: CopyDialogProps) {
  const taken = useTakenNames();
  const { press, create } = useCreate();
  return (
    <NameDialog
      title={title}
      description={where}
      confirm="Create"
      suggestion={copyName(file, taken)}
      busy={press.pending}
      problem={press.problem}
      onConfirm={(name) => create(name, text)}
      onClose={onClose}
    />
  );
}

interface NewPlanDialogProps {
  readonly presets: readonly PlanRow[];
  readonly onClose: () => void;
}

/** Begins a plan of one's own from a preset. */
export function NewPlanDialog({ presets, onClose }: NewPlanDialogProps) {
  const taken = useTakenNames();
  const simplest = presets.find((preset) => preset.file === 'minimal.yaml') ?? presets[0];
  const [file, setFile] = useState(simplest?.file ?? '');
  const { answer, problem } = planDetail.use(file === '' ? null : { file });
  const { press, create } = useCreate();
  const chosen = presets.find((preset) => preset.file === file);
  return (
    <NameDialog
      title="New plan"
      description={where}
      confirm="Create"
      suggestion={copyName(file, taken)}
      busy={press.pending || (answer === null && problem === null)}
      problem={press.problem ?? problem}
      onConfirm={(name) => {
        if (answer) create(name, answer.text);
      }}
      onClose={onClose}
    >
      <Select
        label="Start from"
        description={chosen?.description === '' ? undefined : chosen?.description}
        allowDeselect={false}
        value={file}
        data={presets.map((preset) => ({ value: preset.file, label: preset.name }))}
        onChange={(value) => setFile(value ?? file)}
      />
    </NameDialog>
  );
}
