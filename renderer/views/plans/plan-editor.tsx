import { Button } from '@mantine/core';
import { useState } from 'react';
import type { PlanDetail } from '../../../main/contract/plans.ts';
import { Card } from '../../parts/card.tsx';
import { Columns, Page } from '../../parts/page.tsx';
import { Note, ProblemNote } from '../../parts/states.tsx';
import { usePageTitle } from '../../stores/page.ts';
import { planDetail, planList } from '../../stores/plans.ts';
import { usePress } from '../../stores/press.ts';
import { useRoleNote } from '../../stores/status.ts';
import { CopyDialog } from './copy-dialog.tsx';
import { Explanation } from './explanation.tsx';
import { MiniTrack } from './mini-track.tsx';
import classes from './plans.module.css';
import { Problems } from './problems.tsx';
import { isEditable, offsetOf } from './text.ts';
import { TextPane } from './text-pane.tsx';
import type { Goal } from './text-pane.tsx';
import { useDraft } from './use-draft.ts';
import type { Draft } from './use-draft.ts';

/** A plan's text next to what it means; a preset is shown read only, with a way to copy it. */
export function PlanEditor({ plan }: { readonly plan: PlanDetail }) {
  const draft = useDraft(plan);
  const [goal, setGoal] = useState<Goal | null>(null);
  const press = usePress('plans.save');
  const roleNote = useRoleNote('admin');
  const editable = isEditable(plan) && roleNote === null;
  usePageTitle(plan.name, `${plan.file} @ ${plan.hash.slice(0, 7)}`);
  async function save(): Promise<void> {
    const result = await press.run({ file: plan.file, text: draft.text });
    if (!result?.ok) return;
    planDetail.askAgain();
    planList.askAgain();
  }
  const aside = isEditable(plan) ? (
    <SaveBar draft={draft} roleNote={roleNote} saving={press.pending} onSave={() => void save()} />
  ) : (
    <CopyBar plan={plan} text={draft.text} roleNote={roleNote} />
  );
  return (
    <Page>
      <Columns
        main={
          <Card title={isEditable(plan) ? 'Plan file' : 'Plan file, read only'} aside={aside}>
            {press.problem ? (
              <div className={classes.note}>
                <ProblemNote problem={press.problem} />
              </div>
            ) : null}
            <TextPane
              text={draft.text}
              problems={draft.check.problems}
              goal={goal}
              readOnly={!editable}
              onChange={draft.setText}
              onSave={() => {
                if (editable && canSave(draft)) void save();
              }}
            />
          </Card>
        }
        side={
          <>
            <Problems draft={draft} onGo={(line, column) => setGoal({ line, offset: offsetOf(draft.text, line, column) })} />
            <Card title="Stages">
              <div className={classes.stages}>
                <MiniTrack stages={plan.stages} />
                {draft.changed ? <Note tone="info">Shown as last saved.</Note> : null}
              </div>
            </Card>
            <Explanation lines={draft.check.explanation} />
          </>
        }
      />
    </Page>
  );
}

function canSave(draft: Draft): boolean {
  return draft.changed && !draft.checking && draft.check.ok;
}

interface SaveBarProps {
  readonly draft: Draft;
  readonly roleNote: string | null;
  readonly saving: boolean;
  readonly onSave: () => void;
}

function SaveBar({ draft, roleNote, saving, onSave }: SaveBarProps) {
  const state = draft.checking ? 'checking…' : draft.check.ok ? 'no problem found' : 'has problems, cannot be saved';
  return (
    <>
      <span role="status">{roleNote ?? (draft.changed ? `changed, ${state}` : 'saved')}</span>
      <Button variant="filled" loading={saving} disabled={roleNote !== null || !canSave(draft)} onClick={onSave}>
        Save
      </Button>
    </>
  );
}

interface CopyBarProps {
  readonly plan: PlanDetail;
  readonly text: string;
  readonly roleNote: string | null;
}

function CopyBar({ plan, text, roleNote }: CopyBarProps) {
  const [copying, setCopying] = useState(false);
  return (
    <>
      <Button onClick={() => setCopying(true)} disabled={roleNote !== null} title={roleNote ?? undefined}>
        Copy to my plans…
      </Button>
      {copying ? <CopyDialog file={plan.file} text={text} onClose={() => setCopying(false)} /> : null}
    </>
  );
}
