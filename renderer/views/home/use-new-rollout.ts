import { useState } from 'react';
import type { ApplicationRow, TargetRow } from '../../../main/contract/fleet.ts';
import type { Press } from '../../stores/press.ts';
import { usePress } from '../../stores/press.ts';
import { tellDone } from '../../stores/tell.ts';

const shortestReason = 3;

/** Versions that targets list, in the order the platforms give. */
export function versionsOf(targets: readonly TargetRow[]): string[] {
  return [...new Set(targets.flatMap((target) => target.releases.map((release) => release.version)))];
}

interface Values {
  readonly applicationId: string;
  readonly chosen: readonly string[];
  readonly version: string;
  readonly plan: string | null;
  readonly reason: string;
}

export interface NewRolloutForm {
  readonly values: Values;
  readonly targets: readonly TargetRow[];
  readonly versions: readonly string[];
  readonly ready: boolean;
  readonly press: Press<'rollouts.start'>;
  set(part: Partial<Values>): void;
  chooseApplication(id: string | null): void;
  start(): Promise<void>;
}

function valuesFor(application: ApplicationRow | undefined): Values {
  return {
    applicationId: application?.id ?? '',
    chosen: application?.targets.map((target) => target.id) ?? [],
    version: '',
    plan: null,
    reason: '',
  };
}

/** State of the new-rollout form: every target of the application is chosen at first. */
export function useNewRollout(applications: readonly ApplicationRow[], onDone: () => void): NewRolloutForm {
  const [values, setValues] = useState(() => valuesFor(applications[0]));
  const press = usePress('rollouts.start');
  const application = applications.find((row) => row.id === values.applicationId);
  const targets = application?.targets ?? [];
  const { applicationId, chosen, plan } = values;
  const version = values.version.trim();
  const reason = values.reason.trim();
  const ready = chosen.length > 0 && version !== '' && plan !== null && reason.length >= shortestReason;
  async function start(): Promise<void> {
    if (!ready || plan === null) return;
    const result = await press.run({ applicationId, version, plan, targetIds: [...chosen], reason });
    if (!result?.ok) return;
    tellDone(
      `${application?.name ?? 'The release'} ${version} is on its way on ${chosen.length === 1 ? '1 target' : `${chosen.length} targets`}`,
    );
    onDone();
  }
  return {
    values,
    targets,
    versions: versionsOf(targets.filter((target) => chosen.includes(target.id))),
    ready,
    press,
    set: (part) => setValues((held) => ({ ...held, ...part })),
    chooseApplication: (id) =>
      setValues((held) => ({ ...valuesFor(applications.find((row) => row.id === id)), plan: held.plan, reason: held.reason })),
    start,
  };
}
