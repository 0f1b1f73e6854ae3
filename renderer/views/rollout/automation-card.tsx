import { Switch } from '@mantine/core';
import type { RolloutRow } from '../../../main/contract/shapes.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { ProblemNote } from '../../parts/states.tsx';
import { usePress } from '../../stores/press.ts';
import { useRoleNote } from '../../stores/status.ts';
import { tellDone } from '../../stores/tell.ts';
import classes from './rollout.module.css';

type Part = 'promote' | 'rollback';

const words: Readonly<Record<Part, { readonly label: string; readonly on: string; readonly off: string }>> = {
  promote: {
    label: 'Advance by itself',
    on: 'Goes to the next stage when all is green.',
    off: 'Waits for a person at the end of each stage.',
  },
  rollback: { label: 'Roll back by itself', on: 'Takes the release back when a gate is red.', off: 'A red gate holds and asks a person.' },
};

/** What the engine may do without a person, for the rest of this rollout. */
export function AutomationCard({ rollout }: { readonly rollout: RolloutRow }) {
  const press = usePress('rollouts.automation');
  const note = useRoleNote('operator');
  const over = rollout.endedAt !== null;
  async function turn(part: Part, on: boolean): Promise<void> {
    const reason = `${words[part].label}: switched ${on ? 'on' : 'off'} by hand`;
    const result = await press.run({ rolloutId: rollout.id, ...rollout.automation, [part]: on, reason });
    if (result?.ok) tellDone(`${words[part].label} is ${on ? 'on' : 'off'}`);
  }
  return (
    <Card title="Automation">
      <CardRow>
        <div className={classes.automation}>
          {(['promote', 'rollback'] as const).map((part) => (
            <Switch
              key={part}
              size="sm"
              label={words[part].label}
              description={rollout.automation[part] ? words[part].on : words[part].off}
              checked={rollout.automation[part]}
              disabled={note !== null || over || press.pending}
              onChange={(event) => void turn(part, event.currentTarget.checked)}
            />
          ))}
          {press.problem ? <ProblemNote problem={press.problem} /> : null}
        </div>
      </CardRow>
    </Card>
  );
}
