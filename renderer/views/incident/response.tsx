import { Anchor, Button } from '@mantine/core';
import { useState } from 'react';
import type { IncidentDetail } from '../../../main/contract/incidents.ts';
import { severityRules } from '../../../main/core/incident/severity.ts';
import { actorWords } from '../../parts/actor-words.ts';
import { Card } from '../../parts/card.tsx';
import { Severity } from '../../parts/severity.tsx';
import { ProblemNote } from '../../parts/states.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { useNow } from '../../stores/clock.ts';
import { incidentDetail } from '../../stores/incidents.ts';
import { usePress } from '../../stores/press.ts';
import { href } from '../../stores/router.ts';
import { useRoleNote } from '../../stores/status.ts';
import { renewTimeline } from '../../stores/timeline.ts';
import { clockWords } from './clock-words.ts';
import { CloseDialog } from './close-dialog.tsx';
import classes from './response.module.css';
import { SeverityDialog } from './severity-dialog.tsx';

/** Who has it, by when somebody must, how bad it is, and who is next. */
export function Response({ detail }: { readonly detail: IncidentDetail }) {
  const { incident } = detail;
  const rule = severityRules[incident.severity];
  const [changing, setChanging] = useState(false);
  const roleNote = useRoleNote('operator');
  const open = incident.closedAt === null;
  return (
    <Card title="Response">
      <div className={classes.top}>
        <Clock detail={detail} />
        <Presses detail={detail} />
      </div>
      <dl className={classes.list}>
        <dt>Severity</dt>
        <dd>
          <Severity severity={incident.severity} /> {rule.means}{' '}
          {open ? (
            <button
              type="button"
              className={classes.change}
              disabled={roleNote !== null}
              title={roleNote ?? undefined}
              onClick={() => setChanging(true)}
            >
              Change…
            </button>
          ) : null}
        </dd>
        <dt>Opened</dt>
        <dd>
          <RelativeTime at={incident.openedAt} /> by {actorWords(incident.openedBy)}
          {incident.reason === '' ? null : <p className={classes.reason}>{incident.reason}</p>}
        </dd>
        {open ? (
          <>
            <dt>Turn to</dt>
            <dd>
              <ol className={classes.path}>
                {rule.escalation.map((who) => (
                  <li key={who}>{who}</li>
                ))}
              </ol>
            </dd>
          </>
        ) : null}
        <dt>Record</dt>
        <dd>
          <Anchor href={href(auditOf(detail))} size="sm">
            In the audit
          </Anchor>
        </dd>
      </dl>
      {changing ? <SeverityDialog incident={incident} onClose={() => setChanging(false)} /> : null}
    </Card>
  );
}

function auditOf({ incident }: IncidentDetail): string {
  const query = new URLSearchParams({
    application: incident.applicationId,
    ...(incident.version === null ? {} : { text: incident.version }),
  });
  return `/audit?${query.toString()}`;
}

function Clock({ detail }: { readonly detail: IncidentDetail }) {
  const now = useNow();
  const { tone, head, text } = clockWords(detail.incident, now);
  return (
    <div className={classes.clock} data-tone={tone}>
      <strong>{head}</strong>
      <span>{text}</span>
    </div>
  );
}

function Presses({ detail }: { readonly detail: IncidentDetail }) {
  const { incident } = detail;
  const [closing, setClosing] = useState(false);
  const roleNote = useRoleNote('operator');
  const press = usePress('incidents.acknowledge');
  if (incident.closedAt !== null) return null;
  async function take(): Promise<void> {
    const result = await press.run({ incidentId: incident.id });
    if (result?.ok !== true) return;
    incidentDetail.askAgain();
    await renewTimeline();
  }
  const off = { disabled: roleNote !== null, title: roleNote ?? undefined };
  return (
    <>
      <div className={classes.buttons}>
        {incident.acknowledgedAt === null ? (
          <Button variant="filled" loading={press.pending} onClick={() => void take()} {...off}>
            Acknowledge
          </Button>
        ) : null}
        <Button onClick={() => setClosing(true)} {...off}>
          Close incident…
        </Button>
      </div>
      {press.problem === null ? null : <ProblemNote problem={press.problem} />}
      {closing ? <CloseDialog detail={detail} onClose={() => setClosing(false)} /> : null}
    </>
  );
}
