import { Button, Tooltip } from '@mantine/core';
import { useId } from 'react';
import type { RolloutRow } from '../../../main/contract/shapes.ts';
import { afterColon, percent, users } from '../../format.ts';
import { DangerButton } from '../../parts/danger-button.tsx';
import { EmergencyButton } from '../../parts/emergency/button.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { type Containment, openContainment } from '../../stores/containment.ts';
import { exposureStore } from '../../stores/containments.ts';
import type { ReleaseGroup } from '../../stores/fleet.ts';
import { reachOf } from '../../stores/fleet.ts';
import { useRoleNote } from '../../stores/status.ts';
import { suggestReason } from './suggest-reason.ts';
import { Lane } from './lane.tsx';
import classes from './release-card.module.css';
import { useHold } from './use-hold.ts';

const bad: readonly RolloutRow['verdict'][] = ['red', 'emergency'];

function HoldButton({ group }: { readonly group: ReleaseGroup }) {
  const note = useRoleNote('operator');
  const { hold, pending } = useHold();
  const running = group.lanes.filter((lane) => lane.state === 'running');
  if (running.length === 0) return null;
  return (
    <Tooltip label={note ?? 'Freezes the share where it is; nothing is taken back'}>
      <Button disabled={note !== null} loading={pending} onClick={() => void hold(running)}>
        {running.length > 1 ? 'Hold all' : 'Hold'}
      </Button>
    </Tooltip>
  );
}

function releaseOf({ applicationId, applicationName, version, lanes }: ReleaseGroup): Containment {
  return { applicationId, applicationName, version, suggestion: suggestReason(lanes) };
}

/** Opens the one confirmation for this release. */
export function containRelease(group: ReleaseGroup): void {
  openContainment(releaseOf(group));
}

/** Whether anybody may have the release, so that there is something to take back. */
function isOut({ lanes }: ReleaseGroup): boolean {
  return lanes.some((lane) => lane.stage >= 0 && lane.state !== 'rolledBack' && lane.state !== 'cancelled');
}

/** Who has the release on all targets of the application together; by its lanes alone until that is added up. */
function Reach({ group }: { readonly group: ReleaseGroup }) {
  const { applicationId, version, lanes } = group;
  const { answer } = exposureStore.use({ applicationId, version });
  const reach = answer?.now ?? { ...reachOf(lanes), atMost: false, says: '', unknown: [] };
  return (
    <span
      className={classes.reach}
      title={reach.says === '' ? undefined : `${reach.says} Most so far: ${afterColon(answer?.most.says ?? '')}`}
    >
      on it now {reach.atMost ? 'up to ' : reach.unknown.length > 0 && reach.users !== null ? 'at least ' : ''}
      <strong>{users(reach.users)}</strong>
      {reach.percent === null ? null : <strong> · {percent(reach.percent)}</strong>}
    </span>
  );
}

/** Red only when something is bad now; always there, quietly, otherwise. */
function ContainButton({ group }: { readonly group: ReleaseGroup }) {
  const note = useRoleNote('operator');
  const urgent = group.lanes.some((lane) => lane.endedAt === null && (bad.includes(lane.verdict) || lane.state === 'rollingBack'));
  const contain = () => containRelease(group);
  if (urgent) {
    return (
      <DangerButton disabled={note !== null} onClick={contain}>
        Contain {group.version}…
      </DangerButton>
    );
  }
  const label = `Contain ${group.applicationName} ${group.version}`;
  return (
    <Button variant="subtle" color="gray" disabled={note !== null} aria-label={label} onClick={contain}>
      Contain…
    </Button>
  );
}

/** A release as one card; its targets are lanes. */
export function ReleaseCard({ group }: { readonly group: ReleaseGroup }) {
  const id = useId();
  return (
    <section className={classes.card} aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id} className={classes.name}>
          {group.applicationName} <span className={classes.about}>{group.version}</span>
        </h2>
        <span className={classes.about}>
          started <RelativeTime at={group.startedAt} />
        </span>
        <Reach group={group} />
        <HoldButton group={group} />
        <ContainButton group={group} />
        {isOut(group) ? <EmergencyButton release={releaseOf(group)} /> : null}
      </div>
      {group.lanes.map((lane) => (
        <Lane key={lane.id} row={lane} />
      ))}
    </section>
  );
}
