import type { RolloutDetail } from '../../../main/contract/rollouts.ts';
import type { Surface } from '../../../main/core/model/surface.ts';
import { atHead, keepUnits, percent } from '../../format.ts';
import { actorWords } from '../../parts/actor-words.ts';
import { ClockTime } from '../../parts/time.tsx';
import { reissueStore } from '../../stores/github-acts.ts';
import { incidentList } from '../../stores/incidents.ts';
import { href } from '../../stores/router.ts';
import { took } from '../incident/story.ts';
import { takenBackOf } from './how-it-ended.ts';
import classes from './rollout.module.css';

const everything = {};

/** Surfaces on which a rollback reaches only those who have not installed the release yet. */
const installed: readonly Surface[] = ['desktop', 'mobile'];

/** What brings back those who have a copy of a desktop release: the card on this page where there is one. */
function DesktopCopies({ detail: { rollout } }: { readonly detail: RolloutDetail }) {
  const { applicationId, version, targetId } = rollout;
  const { answer, problem } = reissueStore.use({ applicationId, version, targetId, check: false });
  if (answer === null && problem === null) return null;
  if (answer === null) return <>Publish a higher version with the code of the one before.</>;
  const { publishedPercent, newVersion } = answer;
  if (publishedPercent !== null)
    return (
      <>
        {newVersion} is offered to {percent(publishedPercent)} of them.
      </>
    );
  return <>“Bring back those who have it” on this page issues the one before again, under a higher number.</>;
}

/** Copies that are installed keep the release, whatever the platform offers now. */
function CopiesThatStay({ detail }: { readonly detail: RolloutDetail }) {
  const { surface, version, next } = detail.rollout;
  if (!installed.includes(surface)) return null;
  return (
    <p>
      {/* Where their number is known, the line above says it. */}
      {next.detail.includes('installed copies') ? null : <strong>Copies that are installed stay on {version}. </strong>}
      {surface === 'desktop' ? <DesktopCopies detail={detail} /> : 'A higher version in the store brings them back.'}
    </p>
  );
}

/** What is left to do after a rollback: the post-mortem while its incident is open. Says nothing while that is not known. */
function WhatIsLeft({ detail }: { readonly detail: RolloutDetail }) {
  const { applicationId, version, surface } = detail.rollout;
  const { answer, problem } = incidentList.use(everything);
  if (answer === null) return problem === null ? null : <p>Whether an incident is still open could not be read: {problem.message}</p>;
  const incident = answer.find((one) => one.applicationId === applicationId && one.version === version);
  const done = installed.includes(surface) ? '' : 'Nothing is left to do here. ';
  if (!incident) return done === '' ? null : <p>{done}</p>;
  const link = <a href={href(`/incidents/${encodeURIComponent(incident.id)}`)}>{incident.title}</a>;
  if (incident.closedAt !== null)
    return (
      <p>
        {done}The incident is closed: {link}.
      </p>
    );
  return <p>Next is the post-mortem; its incident is still open: {link}.</p>;
}

/** What happened to a release that was taken back: from where to where, when, by whom and how fast; then what is left to do. */
export function TakenBackNote({ detail }: { readonly detail: RolloutDetail }) {
  const { rollout } = detail;
  const ending = takenBackOf(detail);
  if (ending === null) return null;
  return (
    <div className={classes.next}>
      <strong>
        {rollout.surface === 'flag'
          ? `${rollout.version} is switched off`
          : `Taken back from ${rollout.version} to ${rollout.previousVersion ?? 'the version before'}`}
      </strong>
      <p>
        <ClockTime at={ending.at} />
        {ending.by === null ? '' : `, by ${actorWords(ending.by)}`}
        {ending.containedMs === null ? '' : `, contained in ${took(ending.containedMs)}`}
      </p>
      {ending.reason === '' ? null : <p>{keepUnits(atHead(ending.reason))}</p>}
      {rollout.next.detail === '' || rollout.next.detail === ending.reason ? null : <p>{keepUnits(rollout.next.detail)}</p>}
      <CopiesThatStay detail={detail} />
      <WhatIsLeft detail={detail} />
    </div>
  );
}
