import { Button, Tooltip } from '@mantine/core';
import { useId } from 'react';
import type { RolloutRow } from '../../../main/contract/shapes.ts';
import { percent, users } from '../../format.ts';
import { DangerButton } from '../../parts/danger-button.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { openContainment } from '../../stores/containment.ts';
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

/** Opens the one confirmation for this release. */
export function containRelease(group: ReleaseGroup): void {
  const { applicationId, applicationName, version } = group;
  openContainment({ applicationId, applicationName, version, suggestion: suggestReason(group.lanes) });
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
  const reach = reachOf(group.lanes);
  return (
    <section className={classes.card} aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id} className={classes.name}>
          {group.applicationName} <span className={classes.about}>{group.version}</span>
        </h2>
        <span className={classes.about}>
          started <RelativeTime at={group.startedAt} />
        </span>
        <span className={classes.reach}>
          on it now <strong>{users(reach.users)}</strong>
          {reach.percent === null ? null : <strong> · {percent(reach.percent)}</strong>}
        </span>
        <HoldButton group={group} />
        <ContainButton group={group} />
      </div>
      {group.lanes.map((lane) => (
        <Lane key={lane.id} row={lane} />
      ))}
    </section>
  );
}
