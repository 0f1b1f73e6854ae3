import { Tabs } from '@mantine/core';
import { useMemo } from 'react';
import type { IncidentDetail } from '../../../main/contract/incidents.ts';
import { Card } from '../../parts/card.tsx';
import { DispatchCard } from '../../parts/dispatch/dispatch-card.tsx';
import { RevertCard } from '../../parts/github-acts/revert-card.tsx';
import { Columns, Page } from '../../parts/page.tsx';
import { Severity } from '../../parts/severity.tsx';
import { Loading, Note, Problem } from '../../parts/states.tsx';
import { incidentDetail } from '../../stores/incidents.ts';
import { usePageMark, usePageTitle } from '../../stores/page.ts';
import { ReadOnly } from '../../stores/read-only.ts';
import { navigate, useQuery } from '../../stores/router.ts';
import { IncidentState } from '../incidents/table.tsx';
import type { ViewProps } from '../index.ts';
import { BundleCard, ExportBundle } from './bundle.tsx';
import { IncidentFacts } from './facts.tsx';
import classes from './incident.module.css';
import { PlaybookHint } from './playbook-hint.tsx';
import { Response } from './response.tsx';
import { storyOf, subjectName } from './story.ts';
import { incidentTabs } from './tabs.ts';

/** The room of one incident: what happened, who has it, and everything that belongs to it, from the record alone. */
export function IncidentView({ params }: ViewProps) {
  const { answer, loading, problem, askAgain } = incidentDetail.use({ incidentId: params['id'] ?? '' });
  if (answer) {
    return (
      <Page>
        {problem ? <Note tone="warning">This is the last known answer. {problem.message}</Note> : null}
        <Room detail={answer} />
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

const fromBundle = 'Read from a bundle: nothing can be changed here';

function Room({ detail }: { readonly detail: IncidentDetail }) {
  return (
    <ReadOnly value={detail.bundle === undefined ? null : fromBundle}>
      <Sides detail={detail} />
    </ReadOnly>
  );
}

function Sides({ detail }: { readonly detail: IncidentDetail }) {
  const { incident, bundle } = detail;
  usePageTitle(subjectName(incident), incident.title);
  usePageMark(useMemo(() => <Severity severity={incident.severity} />, [incident.severity]));
  return (
    <Columns
      main={
        <>
          <Card title="What happened" aside={<Head detail={detail} />}>
            <div className={classes.story}>
              {storyOf(detail).map((sentence) => (
                <p key={sentence}>{sentence}</p>
              ))}
            </div>
            <IncidentFacts detail={detail} />
          </Card>
          <Rooms detail={detail} />
        </>
      }
      side={
        bundle === undefined ? (
          <>
            <Response detail={detail} />
            <PlaybookHint incidentId={incident.id} />
            {incident.version === null ? null : <RevertCard applicationId={incident.applicationId} version={incident.version} />}
            {incident.version === null ? null : <DispatchCard applicationId={incident.applicationId} version={incident.version} />}
          </>
        ) : (
          <BundleCard bundle={bundle} />
        )
      }
    />
  );
}

function Head({ detail: { incident, bundle } }: { readonly detail: IncidentDetail }) {
  return (
    <>
      <IncidentState row={incident} />
      {bundle === undefined ? <ExportBundle incidentId={incident.id} /> : null}
    </>
  );
}

function Rooms({ detail }: { readonly detail: IncidentDetail }) {
  const wanted = useQuery().get('tab');
  const open = incidentTabs.find((tab) => tab.id === wanted) ?? incidentTabs[0];
  const path = `/incidents/${encodeURIComponent(detail.incident.id)}`;
  return (
    <Tabs
      value={open.id}
      keepMounted={false}
      onChange={(next) => navigate(next === incidentTabs[0].id ? path : `${path}?tab=${next ?? ''}`)}
    >
      <Tabs.List mb="md">
        {incidentTabs.map((tab) => (
          <Tabs.Tab key={tab.id} value={tab.id}>
            {tab.name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {incidentTabs.map(({ id, view: View }) => (
        <Tabs.Panel key={id} value={id} className={classes.panel}>
          <View detail={detail} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
