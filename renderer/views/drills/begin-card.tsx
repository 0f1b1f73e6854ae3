import { Button, Select, Switch } from '@mantine/core';
import { IconFlame } from '@tabler/icons-react';
import { useState } from 'react';
import type { DrillScenario } from '../../../main/contract/drills.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { Empty, ProblemNote } from '../../parts/states.tsx';
import { drillList, drillPreparation } from '../../stores/drills.ts';
import { planList } from '../../stores/plans.ts';
import { usePress } from '../../stores/press.ts';
import { navigateDrill } from '../../stores/router.ts';
import { useRoleNote } from '../../stores/status.ts';
import classes from './drills.module.css';
import { Preparation } from './preparation.tsx';

const everything = {};

interface Choice {
  readonly scenario: string;
  readonly plan: string | null;
  readonly byHand: boolean;
}

interface FieldsProps {
  readonly scenarios: readonly DrillScenario[];
  readonly choice: Choice;
  readonly onChange: (choice: Choice) => void;
}

function Fields({ scenarios, choice, onChange }: FieldsProps) {
  const plans = planList.use(everything);
  const usable = (plans.answer ?? []).filter((row) => row.problems.length === 0);
  const own = usable.filter((row) => row.origin === 'workspace').map((row) => ({ value: row.file, label: row.name }));
  const presets = usable.filter((row) => row.origin === 'preset').map((row) => ({ value: row.file, label: row.name }));
  const groups = [
    { group: 'Your plans', items: own },
    { group: 'Presets', items: presets },
  ].filter((group) => group.items.length > 0);
  return (
    <div className={classes.choices}>
      <Select
        label="What happens"
        allowDeselect={false}
        data={scenarios.map((scenario) => ({ value: scenario.id, label: scenario.title }))}
        value={choice.scenario}
        onChange={(scenario) => scenario !== null && onChange({ ...choice, scenario })}
      />
      <Select
        label="Under which plan"
        placeholder={plans.answer === null ? 'Reading the plans' : 'Choose a plan'}
        searchable
        data={groups}
        value={choice.plan}
        onChange={(plan) => onChange({ ...choice, plan })}
      />
      <Switch
        label="I take it back by hand"
        description="Automatic rollback is off in the drill, so that your press is what counts."
        checked={choice.byHand}
        onChange={(event) => onChange({ ...choice, byHand: event.currentTarget.checked })}
      />
    </div>
  );
}

function Start({ choice }: { readonly choice: Choice & { readonly plan: string } }) {
  const press = usePress('drills.begin');
  const note = useRoleNote('operator');
  const { answer } = drillPreparation.use(choice);
  async function start(): Promise<void> {
    const result = await press.run(choice);
    if (result?.ok === true) navigateDrill('/');
  }
  return (
    <>
      {press.problem ? <ProblemNote problem={press.problem} /> : null}
      <div className={classes.start}>
        <Button
          variant="filled"
          leftSection={<IconFlame size={14} aria-hidden />}
          disabled={note !== null || answer === null || answer.problem !== null}
          title={note ?? undefined}
          loading={press.pending}
          onClick={() => void start()}
        >
          Start the drill
        </Button>
        <span className={classes.muted}>
          It plays on a practice fleet of its own. Your releases go on; nothing you press in it reaches a real platform.
        </span>
      </div>
    </>
  );
}

/** Chooses what is rehearsed, says what the plan meets, and starts it. */
export function BeginCard({ scenarios }: { readonly scenarios: readonly DrillScenario[] }) {
  const plans = planList.use(everything);
  const [choice, setChoice] = useState<Choice>({ scenario: scenarios[0]?.id ?? '', plan: null, byHand: true });
  const first = (plans.answer ?? []).filter((row) => row.problems.length === 0);
  const last = drillList.use(everything).answer?.[0]?.planFile;
  const suggested =
    first.find((row) => row.file === last) ??
    first.find((row) => row.origin === 'workspace') ??
    first.find((row) => row.name === 'practice') ??
    first[0];
  const plan = choice.plan ?? suggested?.file ?? null;
  const summary = scenarios.find((scenario) => scenario.id === choice.scenario)?.summary;
  if (scenarios.length === 0) return <Empty title="There is nothing to play">This console has no practice scenarios.</Empty>;
  return (
    <Card title="Play a fire drill">
      <CardRow>
        <div className={classes.stack}>
          <Fields scenarios={scenarios} choice={{ ...choice, plan }} onChange={setChoice} />
          <p className={classes.summary}>{summary}</p>
        </div>
      </CardRow>
      {plan === null ? null : (
        <>
          <CardRow>
            <Preparation wish={{ ...choice, plan }} />
          </CardRow>
          <CardRow>
            <div className={classes.stack}>
              <Start choice={{ ...choice, plan }} />
            </div>
          </CardRow>
        </>
      )}
    </Card>
  );
}
