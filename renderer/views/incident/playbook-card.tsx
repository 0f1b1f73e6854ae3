import type { ReactNode } from 'react';
import type { IncidentDetail } from '../../../main/contract/incidents.ts';
import type { PlaybookPage } from '../../../main/contract/playbooks.ts';
import { Card } from '../../parts/card.tsx';
import { Markdown, type OwnLink } from '../../parts/markdown.tsx';
import { Loading, Note, Problem } from '../../parts/states.tsx';
import { openContainment } from '../../stores/containment.ts';
import { playbookPage } from '../../stores/playbooks.ts';
import { href } from '../../stores/router.ts';
import { PlaybookStep } from './playbook-step.tsx';
import classes from './playbooks.module.css';

/** One playbook with the values of the incident filled in; its steps are ticked with who and when. */
export function PlaybookCard({ detail, name }: { readonly detail: IncidentDetail; readonly name: string }) {
  const { answer, problem, loading, askAgain } = playbookPage.use({ name, incidentId: detail.incident.id });
  if (answer === null) {
    return (
      <Card title="Playbook">
        {problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
        {loading && !problem ? <Loading rows={6} label="Loading the playbook" /> : null}
      </Card>
    );
  }
  const { playbook, blocks, unknown } = answer;
  const ownLink = linksOf(answer, detail);
  return (
    <Card
      title={playbook.title}
      aside={
        <span>
          {playbook.done} of {playbook.steps} steps done
        </span>
      }
    >
      <div className={classes.progress} aria-hidden>
        <span style={{ width: `${(playbook.done / Math.max(1, playbook.steps)) * 100}%` }} />
      </div>
      <div className={classes.body}>
        {playbook.about === '' ? null : <p className={classes.about}>{playbook.about}</p>}
        {unknown.length === 0 ? null : (
          <Note tone="info">
            The record has no value for {unknown.join(', ')}: {unknown.length === 1 ? 'it stands' : 'they stand'} as “not known”.
          </Note>
        )}
        {blocks.map((block, index) =>
          block.kind === 'text' ? (
            <div key={index} className={classes.text}>
              <Markdown text={block.text} ownLink={ownLink} />
            </div>
          ) : (
            <PlaybookStep key={block.id} incidentId={detail.incident.id} playbook={playbook.name} step={block} ownLink={ownLink} />
          ),
        )}
      </div>
    </Card>
  );
}

/** A link of a step opens its place: the press there stays a person's. */
function linksOf({ places }: PlaybookPage, { incident, bundle }: IncidentDetail): OwnLink {
  return (place: string, words: ReactNode) => {
    // What a bundle is about is at another console: its places here are other ones.
    if (bundle !== undefined) return words;
    const { applicationId, applicationName, version } = incident;
    const path = Object.entries(places).find(([name]) => name === place)?.[1] ?? null;
    if (path === null) return words;
    if (place === 'contain' && version !== null) {
      const open = () =>
        openContainment({ applicationId, applicationName, version, suggestion: `${incident.severity}: ${incident.title}` });
      return (
        <button type="button" className={classes.press} onClick={open}>
          {words}
        </button>
      );
    }
    return <a href={href(path)}>{words}</a>;
  };
}
