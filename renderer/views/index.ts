import { lazy } from 'react';
import type { ComponentType, LazyExoticComponent } from 'react';

/** What every view receives: the named parts of its path, such as `id` of `/rollouts/:id`. */
export interface ViewProps {
  readonly params: Readonly<Record<string, string>>;
}

export type ViewComponent = LazyExoticComponent<ComponentType<ViewProps>>;

export interface Route {
  readonly name: string;
  /** Pattern over the hash path; `:name` is one part. */
  readonly pattern: string;
  readonly title: string;
  readonly view: ViewComponent;
}

const home = lazy(async () => ({ default: (await import('./home/index.tsx')).HomeView }));
const rollout = lazy(async () => ({ default: (await import('./rollout/index.tsx')).RolloutView }));
const health = lazy(async () => ({ default: (await import('./health/index.tsx')).HealthView }));
const incidents = lazy(async () => ({ default: (await import('./incidents/index.tsx')).IncidentsView }));
const incident = lazy(async () => ({ default: (await import('./incident/index.tsx')).IncidentView }));
const audit = lazy(async () => ({ default: (await import('./audit/index.tsx')).AuditView }));
const connections = lazy(async () => ({ default: (await import('./connections/index.tsx')).ConnectionsView }));
const plans = lazy(async () => ({ default: (await import('./plans/index.tsx')).PlansView }));
const backtest = lazy(async () => ({ default: (await import('./backtest/index.tsx')).BacktestView }));
const drills = lazy(async () => ({ default: (await import('./drills/index.tsx')).DrillsView }));
const settings = lazy(async () => ({ default: (await import('./settings/index.tsx')).SettingsView }));

/** Shown in place of Home while the workspace is in recovery. */
export const recoveryView: ViewComponent = lazy(async () => ({ default: (await import('./recovery/index.tsx')).RecoveryView }));

/** Shown in place of every view until the first start is answered. */
export const setupView: ViewComponent = lazy(async () => ({ default: (await import('./setup/index.tsx')).SetupView }));

/** The sheet behind `?`. */
export const helpSheet: LazyExoticComponent<ComponentType<{ readonly opened: boolean; readonly onClose: () => void }>> = lazy(async () => ({
  default: (await import('./help/index.tsx')).HelpSheet,
}));

/** First match wins. */
export const routes: readonly Route[] = [
  { name: 'home', pattern: '/', title: 'Home', view: home },
  { name: 'rollout', pattern: '/rollouts/:id', title: 'Rollout', view: rollout },
  { name: 'health', pattern: '/health', title: 'Health', view: health },
  { name: 'incidents', pattern: '/incidents', title: 'Incidents', view: incidents },
  { name: 'incident', pattern: '/incidents/:id', title: 'Incident', view: incident },
  { name: 'audit', pattern: '/audit', title: 'Audit', view: audit },
  { name: 'connections', pattern: '/connections', title: 'Connections', view: connections },
  { name: 'plans', pattern: '/plans', title: 'Plans', view: plans },
  { name: 'plan', pattern: '/plans/:file', title: 'Plan', view: plans },
  { name: 'backtest', pattern: '/backtest', title: 'Backtest', view: backtest },
  { name: 'drills', pattern: '/drills', title: 'Fire drills', view: drills },
  { name: 'recovery', pattern: '/recovery', title: 'Recovery', view: recoveryView },
  { name: 'settings', pattern: '/settings', title: 'Settings', view: settings },
];

/** Views that the console of a fire drill has too: what a person needs who was paged. */
export const drillRoutes: readonly Route[] = routes.filter((route) => ['home', 'rollout', 'incidents', 'incident'].includes(route.name));
