import { conclude, type Rule } from './view.ts';

/** No more users get a release that could not be taken back from them, unless a person says so with a reason. */
export const holdOnNoWayBack: Rule = (view) => {
  const { nextStage, snapshot, stage } = view;
  const { wayBack, plan } = snapshot;
  if (nextStage === null || plan.dryRun || wayBack === undefined || wayBack.exists !== false) return null;
  // A stage that only watches on gives the release to nobody new.
  if (nextStage.percent === stage?.percent && nextStage.segments.length === 0) return null;
  return conclude(view, {
    kind: 'hold',
    cause: 'noWayBack',
    reason: `${wayBack.says} ${nextStage.percent} % of ${snapshot.target.name} would keep ${snapshot.rollout.version}, so this step is left to a person.`,
    next: `needs a person: no way back from ${nextStage.percent} %`,
  });
};
