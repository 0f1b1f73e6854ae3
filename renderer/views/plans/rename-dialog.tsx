import { letGo } from '../../stores/leave-guard.ts';
import { planList } from '../../stores/plans.ts';
import { usePress } from '../../stores/press.ts';
import { navigate } from '../../stores/router.ts';
import { NameDialog } from './name-dialog.tsx';

interface RenameDialogProps {
  readonly file: string;
  readonly onClose: () => void;
}

/** Gives a plan file another name. */
export function RenameDialog({ file, onClose }: RenameDialogProps) {
  const press = usePress('plans.rename');
  async function rename(to: string): Promise<void> {
    const result = await press.run({ file, to });
    if (!result?.ok) return;
    planList.askAgain();
    letGo();
    navigate(`/plans/${encodeURIComponent(to)}`);
  }
  return (
    <NameDialog
      title={`Rename ${file}`}
      description="Its versions come along; rollouts keep the text they started with"
      confirm="Rename"
      suggestion={file}
      busy={press.pending}
      problem={press.problem}
      onConfirm={(name) => void rename(name)}
      onClose={onClose}
    />
  );
}
