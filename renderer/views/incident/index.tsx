import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { IncidentDetail } from '../../../main/contract/incidents.ts';
import { Card } from '../../parts/card.tsx';
import { Columns, Page } from '../../parts/page.tsx';
import { Severity } from '../../parts/severity.tsx';
import { Loading, Note, Problem } from '../../parts/states.tsx';
import { incidentDetail } from '../../stores/incidents.ts';
import { usePageMark, usePageTitle } from '../../stores/page.ts';
import { useRoleNote } from '../../stores/status.ts';
import { IncidentState } from '../incidents/table.tsx';
import type { ViewProps } from '../index.ts';
import { Actions } from './actions.tsx';
import { CloseDialog } from './close-dialog.tsx';
import { Decisions } from './decisions.tsx';
import { Entries } from './entries.tsx';
import { Evidence } from './evidence.tsx';
import { IncidentFacts } from './facts.tsx';
import { Recovery } from './recovery.tsx';
import { storyOf, subjectName } from './story.ts';
import classes from './incident.module.css';
import { Verdicts } from './verdicts.tsx';

/** One incident with what was measured, decided and done, as frozen when it happened. */
export function IncidentView({ params }: ViewProps) {
  const { answer, loading, problem, askAgain } = incidentDetail.use({ incidentId: params['id'] ?? '' });
  if (answer) {
    return (
      <Page>
        {problem ? <Note tone="warning">This is the last known answer. {problem.message}</Note> : null}
        <Detail detail={answer} />
      </Page>
    );
  }
  return (
    <Page>
      <Card title="Incident">
        {problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
        {loading && !problem ? <Loading rows={6} label="Loading the incident" /> : null}
      </Card>
    </Page>
  );
}

function Detail({ detail }: { readonly detail: IncidentDetail }) {
  const { incident, evidence } = detail;
  usePageTitle(subjectName(incident), incident.title);
  usePageMark(useMemo(() => <Severity severity={incident.severity} />, [incident.severity]));
  return (
    <Columns
      main={
        <>
          <Card title="What happened" aside={<CloseButton detail={detail} />}>
            <div className={classes.story}>
              {storyOf(detail).map((sentence) => (
                <p key={sentence}>{sentence}</p>
              ))}
            </div>
            <IncidentFacts detail={detail} />
          </Card>
          <Recovery steps={detail.recovery} />
          <Evidence series={evidence.series} />
          <Verdicts verdicts={evidence.verdicts} series={evidence.series} />
          <Actions actions={detail.actions} />
        </>
      }
      side={
        <>
          <Decisions decisions={detail.decisions} />
          <Entries entries={detail.audit} incident={incident} />
        </>
      }
    />
  );
}

function CloseButton({ detail }: { readonly detail: IncidentDetail }) {
  const [closing, setClosing] = useState(false);
  const roleNote = useRoleNote('operator');
  const { incident } = detail;
  if (incident.closedAt !== null) return <IncidentState row={incident} />;
  return (
    <>
      <IncidentState row={incident} />
      <Button onClick={() => setClosing(true)} disabled={roleNote !== null} title={roleNote ?? undefined}>
        Close incident…
      </Button>
      {closing ? <CloseDialog detail={detail} onClose={() => setClosing(false)} /> : null}
    </>
  );
}
