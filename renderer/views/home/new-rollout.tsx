import { Autocomplete, Button, Checkbox, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import type { ApplicationRow, TargetRow } from '../../../main/contract/fleet.ts';
import { atHead } from '../../format.ts';
import { DialogFoot } from '../../parts/dialog-foot.tsx';
import { OverrideField } from '../../parts/override-field.tsx';
import { Empty, Loading, Problem, ProblemNote } from '../../parts/states.tsx';
import { WayBackLine } from '../../parts/way-back.tsx';
import { applicationStore } from '../../stores/fleet.ts';
import { planList } from '../../stores/plans.ts';
import { href } from '../../stores/router.ts';
import type { NewRolloutForm } from './use-new-rollout.ts';
import { useNewRollout } from './use-new-rollout.ts';
import classes from './home.module.css';

const everything = {};

function targetLabel(target: TargetRow): string {
  const served = target.platform?.version ?? null;
  return `${atHead(target.name)} · ${target.connectionName} · ${target.channel}${served === null ? '' : ` (now ${served})`}`;
}

interface PartProps {
  readonly form: NewRolloutForm;
}

function WhatField({ form, applications }: PartProps & { readonly applications: readonly ApplicationRow[] }) {
  return (
    <Group grow align="flex-start">
      <Select
        label="Application"
        data={applications.map((row) => ({ value: row.id, label: row.name }))}
        value={form.values.applicationId}
        onChange={form.chooseApplication}
        allowDeselect={false}
      />
      <Autocomplete
        label="Version"
        data-autofocus
        placeholder="such as 1.2.4"
        data={[...form.versions]}
        value={form.values.version}
        onChange={(version) => form.set({ version })}
        error={form.press.problem?.fields?.['version'] ?? null}
      />
    </Group>
  );
}

function PlanField({ form }: PartProps) {
  const plans = planList.use(everything);
  const usable = (plans.answer ?? []).filter((row) => row.problems.length === 0);
  return (
    <Select
      label="Plan"
      placeholder={plans.loading && plans.answer === null ? 'Reading the plans' : 'Choose a plan'}
      data={usable.map((row) => ({ value: row.name, label: `${row.name}: ${row.stages.map((stage) => stage.percent).join(' → ')} %` }))}
      value={form.values.plan}
      onChange={(plan) => form.set({ plan })}
      searchable
      error={form.press.problem?.fields?.['plan'] ?? plans.problem?.message ?? null}
    />
  );
}

function TargetField({ form }: PartProps) {
  return (
    <Checkbox.Group label="Targets" value={[...form.values.chosen]} onChange={(chosen) => form.set({ chosen })}>
      <Stack gap={8} mt={6}>
        {form.targets.map((target) => (
          <Checkbox key={target.id} size="sm" value={target.id} label={targetLabel(target)} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

/** Whether there will be a way back on each target, before anything is started; where there is none, a deliberate override. */
function WayBackField({ form }: PartProps) {
  if (form.waysBack.length === 0) return null;
  return (
    <Stack gap="xs">
      <div>
        {form.waysBack.map((row) => (
          <div key={row.targetId} className={classes.wayBack}>
            <strong>{atHead(row.targetName)}</strong>
            <WayBackLine wayBack={row} />
          </div>
        ))}
      </div>
      {form.noWayBack === null ? null : (
        <OverrideField says={form.noWayBack} value={form.values.override} onChange={(override) => form.set({ override })} />
      )}
    </Stack>
  );
}

function Form({ applications, onClose }: { readonly applications: readonly ApplicationRow[]; readonly onClose: () => void }) {
  const form = useNewRollout(applications, onClose);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void form.start();
      }}
    >
      <Stack gap="md">
        <WhatField form={form} applications={applications} />
        <PlanField form={form} />
        <TargetField form={form} />
        <WayBackField form={form} />
        <TextInput
          label="Reason"
          placeholder="What this release is for"
          value={form.values.reason}
          onChange={(event) => form.set({ reason: event.currentTarget.value })}
        />
        {form.press.problem ? <ProblemNote problem={form.press.problem} /> : null}
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" disabled={!form.ready} loading={form.press.pending}>
            Start the rollout
          </Button>
        </DialogFoot>
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
