import { Button } from '@mantine/core';
import type { NeedRow } from '../../../main/contract/fleet.ts';
import type { RolloutRow } from '../../../main/contract/shapes.ts';
import { Card } from '../../parts/card.tsx';
import { DangerButton } from '../../parts/danger-button.tsx';
import { Empty } from '../../parts/states.tsx';
import { DueTime } from '../../parts/time.tsx';
import { openContainment } from '../../stores/containment.ts';
import { usePress } from '../../stores/press.ts';
import { href } from '../../stores/router.ts';
import { useRoleNote } from '../../stores/status.ts';
import { tellResult } from '../../stores/tell.ts';
import { DriftButtons } from '../rollout/drift-buttons.tsx';
import { NextButtons } from './next-buttons.tsx';
import classes from './side.module.css';
import { suggestReason } from './suggest-reason.ts';

function StopButton({ lane }: { readonly lane: RolloutRow }) {
  const press = usePress('rollouts.stop');
  const note = useRoleNote('operator');
  async function stop(): Promise<void> {
    const result = await press.run({ rolloutId: lane.id, reason: 'Stopped by hand from Home' });
    tellResult(result, `${lane.applicationName} ${lane.version} ${lane.targetName} is stopped and held`, 'Not stopped');
  }
  return (
    <Button disabled={note !== null} loading={press.pending} onClick={() => void stop()}>
      Stop
    </Button>
  );
}

function AcknowledgeButton({ incidentId }: { readonly incidentId: string }) {
  const press = usePress('incidents.acknowledge');
  const note = useRoleNote('operator');
  async function take(): Promise<void> {
    tellResult(await press.run({ incidentId }), 'It is yours: the clock has stopped', 'Not acknowledged');
  }
  return (
    <div className={classes.buttons}>
      <Button disabled={note !== null} title={note ?? undefined} loading={press.pending} onClick={() => void take()}>
        Acknowledge
      </Button>
    </div>
  );
}

const containable: readonly NeedRow['kind'][] = ['rollback', 'recommendation', 'failedAction', 'checkFailed'];

/** What can be pressed right here: only what is dangerous now, and what may go on. */
function Buttons({ need, lanes }: { readonly need: NeedRow; readonly lanes: readonly RolloutRow[] }) {
  const note = useRoleNote('operator');
  if (need.kind === 'next' || need.kind === 'nextBlocked') return <NextButtons need={need} />;
  if (need.kind === 'incident' && need.incidentId !== undefined) return <AcknowledgeButton incidentId={need.incidentId} />;
  const lane = lanes.find((row) => row.id === need.rolloutId);
  if (need.kind === 'drift' && lane?.drift) {
    return (
      <div className={classes.buttons}>
        <DriftButtons rollout={lane} drift={lane.drift} />
      </div>
    );
  }
  if (!lane || need.severity !== 'danger' || !containable.includes(need.kind)) return null;
  const { applicationId, applicationName, version } = lane;
  const release = lanes.filter((row) => row.applicationId === applicationId && row.version === version);
  const contain = () => openContainment({ applicationId, applicationName, version, suggestion: suggestReason(release) });
  return (
    <div className={classes.buttons}>
      <DangerButton disabled={note !== null} onClick={contain}>
        Contain…
      </DangerButton>
      {lane.next.stoppable ? <StopButton lane={lane} /> : null}
    </div>
  );
}

function placeOf({ incidentId, rolloutId }: NeedRow): string {
  return incidentId === undefined ? `/rollouts/${encodeURIComponent(rolloutId)}` : `/incidents/${encodeURIComponent(incidentId)}`;
}

function Need({ need, lanes }: { readonly need: NeedRow; readonly lanes: readonly RolloutRow[] }) {
  const tone = need.severity === 'danger' ? classes.danger : '';
  return (
    <li className={classes.item}>
      <a className={`${classes.title} ${tone}`} href={href(placeOf(need))}>
        {need.title}
      </a>
      <span className={classes.text}>
        {need.text}
        {need.at === null ? null : (
          <>
            {' '}
            Due <DueTime at={need.at} />.
          </>
        )}
      </span>
      <Buttons need={need} lanes={lanes} />
    </li>
  );
}

/** What waits for a person, most urgent first. */
export function NeedsYou({ needs, lanes }: { readonly needs: readonly NeedRow[]; readonly lanes: readonly RolloutRow[] }) {
  return (
    <Card title="Needs you">
      {needs.length === 0 ? (
        <Empty title="Nothing waits for you">Approvals, drift and failed steps appear here.</Empty>
      ) : (
        <ul className={classes.list}>
          {needs.map((need) => (
            <Need key={need.id} need={need} lanes={lanes} />
          ))}
        </ul>
      )}
    </Card>
  );
}
