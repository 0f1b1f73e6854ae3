import { Select, TextInput } from '@mantine/core';
import { applicationStore } from '../../stores/fleet.ts';
import { planList } from '../../stores/plans.ts';
import classes from './backtest.module.css';
import type { Place } from './use-place.ts';

const everything = {};

/** Plan, application and metric that readings belong to. */
export function PlaceFields({ place, metricNeeded = false }: { readonly place: Place; readonly metricNeeded?: boolean }) {
  const plans = (planList.use(everything).answer ?? []).filter((plan) => plan.problems.length === 0);
  const applications = applicationStore.use(everything).answer ?? [];
  return (
    <>
      <div className={classes.pair}>
        <Select
          label="Plan"
          description="Its metrics are meant"
          required
          searchable
          data={plans.map(({ file, name }) => ({ value: file, label: name }))}
          value={place.plan}
          onChange={place.setPlan}
        />
        <Select
          label="Application"
          description="Whose history it is"
          required
          data={applications.map(({ id, name }) => ({ value: id, label: name }))}
          value={place.applicationId}
          onChange={place.setApplicationId}
        />
      </div>
      <TextInput
        label="Metric"
        description={
          metricNeeded ? 'Id of a metric of the plan, such as error-rate' : 'Id of a metric of the plan, where the file does not name it'
        }
        required={metricNeeded}
        value={place.metric ?? ''}
        onChange={(event) => place.setMetric(event.currentTarget.value.trim() === '' ? null : event.currentTarget.value.trim())}
      />
    </>
  );
}
