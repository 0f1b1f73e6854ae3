import { Button, UnstyledButton } from '@mantine/core';
import type { PlanDetail, PlanVersionRow } from '../../../main/contract/plans.ts';
import { count } from '../../format.ts';
import { actorWords } from '../../parts/actor-words.ts';
import { ProblemNote } from '../../parts/states.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { ask } from '../../stores/feed.ts';
import { planDetail, planList, planVersions } from '../../stores/plans.ts';
import { usePress } from '../../stores/press.ts';
import { href } from '../../stores/router.ts';
import type { Draft } from './use-draft.ts';
import { shortHash, versionBefore, type VersionPair } from './version-pair.ts';
import classes from './versions.module.css';

interface VersionListProps {
  readonly plan: PlanDetail;
  readonly versions: readonly PlanVersionRow[];
  readonly shown: VersionPair | null;
  readonly draft: Draft;
  readonly editable: boolean;
  readonly onChoose: (from: string, to: string) => void;
}

/** Every text of the file, newest first; a press compares it with the one before. */
export function VersionList({ plan, versions, shown, draft, editable, onChoose }: VersionListProps) {
  const press = usePress('plans.save');
  async function restore(hash: string): Promise<void> {
    const old = await ask('plans.version', { file: plan.file, hash });
    if (!old.ok) return;
    await press.run({ file: plan.file, text: old.answer.text, basedOn: plan.hash });
    for (const store of [planDetail, planList, planVersions]) store.askAgain();
  }
  return (
    <>
      {press.problem ? <ProblemNote problem={press.problem} /> : null}
      <ol className={classes.list}>
        {versions.map((version, index) => (
          <li key={`${version.hash} ${version.at}`} className={classes.item} data-shown={shown?.to === version.hash}>
            <UnstyledButton className={classes.pick} onClick={() => onChoose(versionBefore(versions, index), version.hash)}>
              <span className={classes.head}>
                <code>{shortHash(version.hash)}</code>
                {version.current ? <span className={classes.now}>in the file now</span> : null}
                <Changed version={version} />
              </span>
              <span className={classes.who}>
                {version.actor === null ? foundWords(plan) : actorWords(version.actor)}, <RelativeTime at={version.at} />
              </span>
            </UnstyledButton>
            <Uses version={version} />
            {version.current || !editable || version.hash === plan.hash ? null : (
              <Button
                size="xs"
                loading={press.pending}
                disabled={draft.changed}
                title={draft.changed ? 'Save or undo your changes first' : undefined}
                onClick={() => void restore(version.hash)}
              >
                Restore
              </Button>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

function foundWords({ origin }: PlanDetail): string {
  return origin === 'preset' ? 'Ships with Tidegate' : 'Written outside Tidegate';
}

function Changed({ version: { changed } }: { readonly version: PlanVersionRow }) {
  if (changed === null) return <span className={classes.lines}>first kept</span>;
  return (
    <span className={classes.lines} title={`${changed.added} lines in, ${changed.removed} lines out`}>
      <span className={classes.added}>+{count(changed.added)}</span> <span className={classes.removed}>−{count(changed.removed)}</span>
    </span>
  );
}

/** Rollouts that ran under a version. */
function Uses({ version: { rollouts } }: { readonly version: PlanVersionRow }) {
  if (rollouts.total === 0) return <span className={classes.who}>No rollout used it.</span>;
  const more = rollouts.total - rollouts.newest.length;
  return (
    <span className={classes.uses}>
      {rollouts.newest.map((use) => (
        <a key={use.id} href={href(`/rollouts/${encodeURIComponent(use.id)}`)}>
          {use.application} {use.version}, {use.target}
        </a>
      ))}
      {more > 0 ? <span>and {count(more)} more</span> : null}
    </span>
  );
}
