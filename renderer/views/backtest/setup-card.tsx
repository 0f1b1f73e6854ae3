import { Button, Input, Progress, SegmentedControl, Select } from '@mantine/core';
import { IconPlayerPlay, IconX } from '@tabler/icons-react';
import type { PlanRow } from '../../../main/contract/plans.ts';
import { surfaces } from '../../../main/core/model/surface.ts';
import { count, duration } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { ProblemNote } from '../../parts/states.tsx';
import { cancelBacktest, runBacktest, setScope, useBacktest } from '../../stores/backtest.ts';
import { useNow } from '../../stores/clock.ts';
import { applicationStore } from '../../stores/fleet.ts';
import classes from './backtest.module.css';

const everything = {};
const periods = [7, 30, 90, 365].map((days) => ({ value: String(days), label: days === 365 ? '1 y' : `${days} d` }));
const surfaceChoices = [{ value: '', label: 'All surfaces' }, ...surfaces.map((surface) => ({ value: surface, label: surface }))];

/** Plans to choose from, the team's own first; broken ones cannot be run. */
function planChoices(plans: readonly PlanRow[]) {
  const group = (origin: PlanRow['origin']) =>
    plans
      .filter((plan) => plan.origin === origin)
      .map((plan) => ({ value: plan.file, label: plan.name, disabled: plan.problems.length > 0 }));
  return [
    { group: 'My plans', items: group('workspace') },
    { group: 'Presets', items: group('preset') },
  ].filter((one) => one.items.length > 0);
}

/** Which plan, over which past; running at once when something changes. */
export function SetupCard({ plans }: { readonly plans: readonly PlanRow[] }) {
  const { scope, progress, problem } = useBacktest();
  const running = progress?.state === 'running';
  return (
    <Card
      title="What would this plan have done?"
      aside={
        running ? (
          <Button leftSection={<IconX size={14} aria-hidden />} onClick={() => void cancelBacktest()}>
            Cancel
          </Button>
        ) : (
          <Button
            variant="filled"
            leftSection={<IconPlayerPlay size={14} aria-hidden />}
            disabled={scope.file === null}
            onClick={() => void runBacktest()}
          >
            Run
          </Button>
        )
      }
    >
      <Fields plans={plans} />
      {progress ? <HowFar /> : null}
      {problem ? (
        <div className={classes.note}>
          <ProblemNote problem={problem} />
        </div>
      ) : null}
    </Card>
  );
}

function Fields({ plans }: { readonly plans: readonly PlanRow[] }) {
  const scope = useBacktest((state) => state.scope);
  const applications = applicationStore.use(everything).answer ?? [];
  const data = planChoices(plans);
  return (
    <div className={classes.setup}>
      <Select
        label="Plan"
        placeholder="Choose a plan"
        searchable
        data={data}
        value={scope.file}
        onChange={(file) => file !== null && setScope({ file })}
      />
      <Select
        label="Compare with…"
        placeholder="no second plan"
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'No second plan' }}
        data={data}
        value={scope.compare}
        onChange={(compare) => setScope({ compare })}
      />
      <Select
        label="Application"
        data={[{ value: '', label: 'All applications' }, ...applications.map(({ id, name }) => ({ value: id, label: name }))]}
        allowDeselect={false}
        value={scope.applicationId ?? ''}
        onChange={(id) => setScope({ applicationId: id === '' ? null : id })}
      />
      <Select
        label="Surface"
        data={surfaceChoices}
        allowDeselect={false}
        value={scope.surfaces[0] ?? ''}
        onChange={(value) => setScope({ surfaces: surfaces.filter((surface) => surface === value) })}
      />
      <Input.Wrapper label="Period until now" labelElement="div">
        <SegmentedControl
          fullWidth
          className={classes.period ?? ''}
          aria-label="Period until now"
          data={periods}
          value={String(scope.days)}
          onChange={(days) => setScope({ days: Number(days) })}
        />
      </Input.Wrapper>
    </div>
  );
}

/** How far the run is, or how it ended. */
function HowFar() {
  const { progress, changed } = useBacktest();
  const now = useNow();
  if (progress === null) return null;
  const { state, done, total, startedAt, endedAt, message } = progress;
  if (state === 'failed')
    return (
      <div className={classes.note}>
        <ProblemNote problem={{ code: 'internal', message: message ?? 'The backtest ended early. Run it again.' }} />
      </div>
    );
  const ms = (endedAt ?? now) - startedAt;
  const took = ms < 1000 ? 'under a second' : duration(ms);
  if (state === 'done' && total === 0) return null;
  const share = total === 0 ? 100 : (done / total) * 100;
  const words =
    state === 'running'
      ? `${count(done)} of ${count(total)} past releases${changed.length > 0 ? ', with changed numbers' : ''}`
      : state === 'cancelled'
        ? `Cancelled after ${count(done)} of ${count(total)} past releases. What was found before stays.`
        : `${count(total)} past releases looked at in ${took}`;
  return (
    <div className={classes.progress}>
      {state === 'running' ? <Progress size={4} value={share} aria-label="Past releases looked at" transitionDuration={0} /> : null}
      <span role="status">{words}</span>
    </div>
  );
}
