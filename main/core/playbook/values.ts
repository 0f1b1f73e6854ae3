import { formatValue } from '../gates/index.ts';
import { metricUnits } from '../model/plan.ts';
import type { FillValues } from '../incident/fill.ts';
import { type FillFacts, fillNames, fillValues } from '../incident/values.ts';

/** What the gate that broke first had measured, beside the facts of the incident. */
export interface BreachFacts {
  readonly gate: string;
  readonly metric: string;
  readonly unit: string;
  readonly value: number | null;
  readonly bound: number | null;
  readonly baseline: number | null;
}

/** Every name a playbook may ask for. */
export const playbookNames: readonly string[] = [...fillNames, 'usersAffected', 'value', 'bound', 'baseline', 'metric'];

/** Values of an incident in words and with units; a name that nothing is known for is null. */
export function playbookValues(facts: FillFacts, breach: BreachFacts | null): FillValues {
  const values = fillValues(facts);
  const unit = metricUnits.find((one) => one === breach?.unit);
  const said = (value: number | null | undefined): string | null =>
    value === null || value === undefined ? null : unit === undefined ? String(value) : formatValue(value, unit);
  return {
    ...values,
    usersAffected: values.users,
    value: said(breach?.value),
    bound: said(breach?.bound),
    baseline: said(breach?.baseline),
    metric: breach === null || breach.metric === '' ? null : breach.metric,
  };
}
