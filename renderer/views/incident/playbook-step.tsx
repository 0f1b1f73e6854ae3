import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { PlaybookBlock } from '../../../main/contract/playbooks.ts';
import { actorWords } from '../../parts/actor-words.ts';
import { Markdown, type OwnLink } from '../../parts/markdown.tsx';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';
import { ProblemNote } from '../../parts/states.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { playbookList, playbookPage } from '../../stores/playbooks.ts';
import { type Press, usePress } from '../../stores/press.ts';
import { useRoleNote } from '../../stores/status.ts';
import classes from './playbooks.module.css';

type Step = Extract<PlaybookBlock, { readonly kind: 'step' }>;

interface StepProps {
  readonly incidentId: string;
  readonly playbook: string;
  readonly step: Step;
  readonly ownLink: OwnLink;
}

/** A step with its tick; taking the tick back asks why, and the record keeps both. */
export function PlaybookStep({ incidentId, playbook, step, ownLink }: StepProps) {
  const [undoing, setUndoing] = useState(false);
  const roleNote = useRoleNote('operator');
  const press = usePress('playbooks.tick');
  async function tick(done: boolean, reason: string): Promise<void> {
    const result = await press.run({ incidentId, playbook, step: step.id, done, reason });
    if (result?.ok !== true) return;
    setUndoing(false);
    playbookPage.askAgain();
    playbookList.askAgain();
  }
  return (
    <div className={classes.step} data-done={step.done !== null}>
      <Checkbox
        aria-label={`Step ${step.number} done`}
        checked={step.done !== null}
        disabled={roleNote !== null || press.pending}
        title={roleNote ?? undefined}
        onChange={() => (step.done === null ? void tick(true, '') : setUndoing(true))}
      />
      <div>
        <Markdown text={step.text} ownLink={ownLink} />
        <Who step={step} />
        {press.problem !== null && !undoing ? <ProblemNote problem={press.problem} /> : null}
      </div>
      {undoing ? (
        <Undo step={step} press={press} onConfirm={(reason) => void tick(false, reason)} onClose={() => setUndoing(false)} />
      ) : null}
    </div>
  );
}

function Who({ step }: { readonly step: Step }) {
  if (step.done !== null) {
    return (
      <div className={classes.who}>
        {actorWords(step.done.actor)}, <RelativeTime at={step.done.at} />
      </div>
    );
  }
  if (step.undone === null) return null;
  return (
    <div className={classes.who}>
      Not done after all, {actorWords(step.undone.actor)} said <RelativeTime at={step.undone.at} />: {step.undone.reason}
    </div>
  );
}

interface UndoProps {
  readonly step: Step;
  readonly press: Press<'playbooks.tick'>;
  readonly onConfirm: (reason: string) => void;
  readonly onClose: () => void;
}

function Undo({ step, press, onConfirm, onClose }: UndoProps) {
  return (
    <ReasonDialog
      title={`Step ${step.number} is not done after all`}
      confirm="Take the tick back"
      busy={press.pending}
      problem={press.problem}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      Nothing changes on any platform. The timeline keeps that it was ticked, and why it is not any more.
    </ReasonDialog>
  );
}
