import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { ApplicationRow, TargetRow } from '../../../main/contract/fleet.ts';
import type { AnswerOf } from '../../../main/contract/index.ts';
import { atHead } from '../../format.ts';
import { isComplete, noOverride, type OverrideValue } from '../../parts/override-field.tsx';
import { wayBackBeforeStore } from '../../stores/containments.ts';
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
  readonly override: OverrideValue;
}

export interface NewRolloutForm {
  readonly values: Values;
  readonly targets: readonly TargetRow[];
  readonly versions: readonly string[];
  readonly ready: boolean;
  /** Whether the release could be taken back on each chosen target; empty until version and plan are chosen. */
  readonly waysBack: AnswerOf<'rollouts.wayBackBefore'>;
  /** Why an override is needed, or null. */
  readonly noWayBack: string | null;
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
    override: noOverride,
  };
}

/** Versions are typed: only where the typing rests is it asked, ms. */
const restMs = 400;

interface Asked {
  readonly rows: AnswerOf<'rollouts.wayBackBefore'>;
  readonly askAgain: () => void;
}

function useWaysBack({
  applicationId,
  version,
  plan,
  targetIds,
}: Pick<Values, 'applicationId' | 'version' | 'plan'> & { readonly targetIds: readonly string[] }): Asked {
  const [rested] = useDebouncedValue(version, restMs);
  const known = plan !== null && rested !== '' && rested === version && targetIds.length > 0;
  const { answer, askAgain } = wayBackBeforeStore.use(known ? { applicationId, version, plan, targetIds: [...targetIds] } : null);
  return { rows: known ? (answer ?? []) : [], askAgain };
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
  const asked = useWaysBack({ applicationId, version, plan, targetIds: chosen });
  const without = asked.rows.filter((row) => row.exists === false);
  const noWayBack = without.length === 0 ? null : without.map((row) => `${atHead(row.targetName)}: ${row.says}`).join(' ');
  const filled = chosen.length > 0 && version !== '' && plan !== null && reason.length >= shortestReason;
  const ready = filled && (noWayBack === null || isComplete(values.override));
  async function start(): Promise<void> {
    if (!ready || plan === null) return;
    const more = noWayBack === null ? {} : { override: true, overrideReason: values.override.reason.trim() };
    const result = await press.run({ applicationId, version, plan, targetIds: [...chosen], reason, ...more });
    // A refused start has read the platforms: what they said may ask for an override.
    if (result?.ok === false) asked.askAgain();
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
    waysBack: asked.rows,
    noWayBack,
    press,
    set: (part) => setValues((held) => ({ ...held, ...part })),
    chooseApplication: (id) =>
      setValues((held) => ({ ...valuesFor(applications.find((row) => row.id === id)), plan: held.plan, reason: held.reason })),
    start,
  };
}
