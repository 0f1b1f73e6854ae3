import { useHotkeys } from '@mantine/hooks';
import type { PlanDetail } from '../../../main/contract/plans.ts';
import { useLeaveGuard } from '../../stores/leave-guard.ts';
import { usePageTitle } from '../../stores/page.ts';
import { planDetail, planList, planVersions } from '../../stores/plans.ts';
import { usePress } from '../../stores/press.ts';
import { useRoleNote } from '../../stores/status.ts';
import { LeaveDialog } from './leave-dialog.tsx';
import { canSave, PlanBar, useShowing } from './plan-bar.tsx';
import { isEditable } from './text.ts';
import { TextView } from './text-view.tsx';
import { useDraft } from './use-draft.ts';
import { VersionsView } from './versions-view.tsx';

/** A plan under edit: its text with what it means, or its versions. A preset can only be read and copied. */
export function PlanEditor({ plan }: { readonly plan: PlanDetail }) {
  const draft = useDraft(plan);
  const press = usePress('plans.save');
  const roleNote = useRoleNote('admin');
  const showing = useShowing();
  const editable = isEditable(plan) && roleNote === null;
  usePageTitle(plan.name, `${plan.file} @ ${plan.hash.slice(0, 7)}`);
  useLeaveGuard(draft.changed);
  async function save(): Promise<boolean> {
    const result = await press.run({ file: plan.file, text: draft.text, basedOn: draft.basedOn });
    // Asked again after a refusal too: it may tell that somebody else saved meanwhile.
    for (const store of [planDetail, planList, planVersions]) store.askAgain();
    return result?.ok ?? false;
  }
  const ready = editable && canSave(draft) && !draft.overtaken;
  useHotkeys([['mod+S', () => void (ready && save())]], [], true);
  const bar = <PlanBar plan={plan} draft={draft} roleNote={roleNote} saving={press.pending} onSave={() => void save()} />;
  return (
    <>
      {showing === 'versions' ? (
        <VersionsView plan={plan} draft={draft} bar={bar} editable={editable} />
      ) : (
        <TextView plan={plan} draft={draft} bar={bar} editable={editable} problem={press.problem} />
      )}
      <LeaveDialog file={plan.file} onSave={ready ? save : null} />
    </>
  );
}
