import type { ViewProps } from '../index.ts';
import { PlanPage } from './plan-page.tsx';
import { PlansPage } from './plans-page.tsx';

/** All plans, or the one the address names. */
export function PlansView({ params }: ViewProps) {
  const file = params['file'];
  return file === undefined ? <PlansPage /> : <PlanPage key={file} file={file} />;
}
