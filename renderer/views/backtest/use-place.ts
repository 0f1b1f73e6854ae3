import { useState } from 'react';
import { useBacktest } from '../../stores/backtest.ts';
import { applicationStore } from '../../stores/fleet.ts';

const everything = {};

/** Where readings belong: a metric of a plan, for an application. */
export interface Place {
  readonly plan: string | null;
  readonly applicationId: string | null;
  readonly metric: string | null;
  readonly setPlan: (plan: string | null) => void;
  readonly setApplicationId: (id: string | null) => void;
  readonly setMetric: (metric: string | null) => void;
}

/** Begins with the plan and the application of the open backtest. */
export function usePlace(): Place {
  const scope = useBacktest((state) => state.scope);
  const applications = applicationStore.use(everything).answer ?? [];
  const [plan, setPlan] = useState(scope.file);
  const [chosen, setApplicationId] = useState(scope.applicationId);
  const [metric, setMetric] = useState<string | null>(null);
  const applicationId = chosen ?? (applications.length === 1 ? (applications[0]?.id ?? null) : null);
  return { plan, applicationId, metric, setPlan, setApplicationId, setMetric };
}
