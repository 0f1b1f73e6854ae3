import type { RolloutDetail } from '../../../main/contract/rollouts.ts';
import { atHead, keepUnits } from '../../format.ts';
import { actorWords } from '../../parts/actor-words.ts';
import { ClockTime } from '../../parts/time.tsx';
import { incidentList } from '../../stores/incidents.ts';
import { href } from '../../stores/router.ts';
import { took } from '../incident/story.ts';
import { takenBackOf } from './how-it-ended.ts';
import classes from './rollout.module.css';

const everything = {};

/** What is left to do after a rollback: the post-mortem while its incident is open, else nothing. */
function WhatIsLeft({ detail }: { readonly detail: RolloutDetail }) {
  const { applicationId, version } = detail.rollout;
  const { answer } = incidentList.use(everything);
  const incident = answer?.find((one) => one.applicationId === applicationId && one.version === version);
  if (!incident) return <p>Nothing is left to do here.</p>;
  const link = <a href={href(`/incidents/${encodeURIComponent(incident.id)}`)}>{incident.title}</a>;
  if (incident.closedAt !== null) return <p>Nothing is left to do here. The incident is closed: {link}.</p>;
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
      <WhatIsLeft detail={detail} />
    </div>
  );
}
