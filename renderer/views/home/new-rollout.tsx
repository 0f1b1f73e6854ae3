import { Autocomplete, Button, Checkbox, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ApplicationRow, TargetRow } from '../../../main/contract/fleet.ts';
import { Empty, Loading, Problem, ProblemNote } from '../../parts/states.tsx';
import { applicationStore } from '../../stores/fleet.ts';
import { planList } from '../../stores/plans.ts';
import { usePress } from '../../stores/press.ts';
import { href } from '../../stores/router.ts';
import { tellDone } from '../../stores/tell.ts';

const everything = {};

/** Versions that the chosen targets list, in the order the platforms give. */
export function versionsOf(targets: readonly TargetRow[]): string[] {
  return [...new Set(targets.flatMap((target) => target.releases.map((release) => release.version)))];
}

function targetLabel(target: TargetRow): string {
  const served = target.platform?.version ?? null;
  return `${target.name} · ${target.connectionName} · ${target.channel}${served === null ? '' : ` (now ${served})`}`;
}

interface FormProps {
  readonly applications: readonly ApplicationRow[];
  readonly onClose: () => void;
}

function Form({ applications, onClose }: FormProps) {
  const first = applications[0];
  const [applicationId, setApplicationId] = useState(first?.id ?? '');
  const application = applications.find((row) => row.id === applicationId) ?? first;
  const targets = application?.targets ?? [];
  const [chosen, setChosen] = useState<readonly string[]>(targets.map((target) => target.id));
  const [version, setVersion] = useState('');
  const [plan, setPlan] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const plans = planList.use(everything);
  const press = usePress('rollouts.start');
  const usable = (plans.answer ?? []).filter((row) => row.problems.length === 0);
  const ready = chosen.length > 0 && version.trim() !== '' && plan !== null && reason.trim().length >= 3;
  const fields = press.problem?.fields ?? {};
  function chooseApplication(id: string | null): void {
    const next = applications.find((row) => row.id === id);
    if (!next) return;
    setApplicationId(next.id);
    setChosen(next.targets.map((target) => target.id));
    setVersion('');
  }
  async function start(): Promise<void> {
    if (!ready || plan === null) return;
    const result = await press.run({ applicationId, version: version.trim(), plan, targetIds: [...chosen], reason: reason.trim() });
    if (!result?.ok) return;
    tellDone(
      `${application?.name ?? 'The release'} ${version.trim()} is on its way on ${chosen.length === 1 ? '1 target' : `${chosen.length} targets`}`,
    );
    onClose();
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <Stack gap="md">
        <Group grow align="flex-start">
          <Select
            label="Application"
            data={applications.map((row) => ({ value: row.id, label: row.name }))}
            value={applicationId}
            onChange={chooseApplication}
            allowDeselect={false}
          />
          <Autocomplete
            label="Version"
            data-autofocus
            placeholder="such as 1.2.4"
            data={versionsOf(targets.filter((target) => chosen.includes(target.id)))}
            value={version}
            onChange={setVersion}
            error={fields['version'] ?? null}
          />
        </Group>
        <Select
          label="Plan"
          placeholder={plans.loading && plans.answer === null ? 'Reading the plans' : 'Choose a plan'}
          data={usable.map((row) => ({ value: row.name, label: `${row.name}: ${row.stages.map((stage) => stage.percent).join(' → ')} %` }))}
          value={plan}
          onChange={setPlan}
          searchable
          error={fields['plan'] ?? plans.problem?.message ?? null}
        />
        <Checkbox.Group label="Targets" value={[...chosen]} onChange={setChosen}>
          <Stack gap={8} mt={6}>
            {targets.map((target) => (
              <Checkbox key={target.id} size="sm" value={target.id} label={targetLabel(target)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <TextInput
          label="Reason"
          placeholder="What this release is for"
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {press.problem ? <ProblemNote problem={press.problem} /> : null}
        <Group justify="flex-end" gap="xs">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" disabled={!ready} loading={press.pending}>
            Start the rollout
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Starts one rollout per chosen target, all under one plan. Mount it to open it. */
export function NewRolloutDialog({ onClose }: { readonly onClose: () => void }) {
  const { answer, problem, askAgain } = applicationStore.use(everything);
  const withTargets = answer?.filter((row) => row.targets.length > 0) ?? null;
  return (
    <Modal opened onClose={onClose} title="New rollout" size={560} closeButtonProps={{ 'aria-label': 'Close' }}>
      {withTargets === null && problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {withTargets === null && !problem ? <Loading rows={5} /> : null}
      {withTargets !== null && withTargets.length === 0 ? (
        <Empty title="No application has a target yet">
          Add one under <a href={href('/connections')}>Connections</a>; then a release can be rolled out there.
        </Empty>
      ) : null}
      {withTargets !== null && withTargets.length > 0 ? <Form applications={withTargets} onClose={onClose} /> : null}
    </Modal>
  );
}
