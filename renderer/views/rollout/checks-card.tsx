import { IconCircleCheck, IconCircleDashed, IconCircleX, IconClock } from '@tabler/icons-react';
import type { RolloutDetail } from '../../../main/contract/rollouts.ts';
import type { CheckRow, RolloutRow, SignoffRow } from '../../../main/contract/shapes.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import classes from './checks-card.module.css';
import { SignoffItem } from './signoff-item.tsx';

type PlannedCheck = RolloutDetail['plannedChecks'][number];

function resultOf(passed: boolean | null): { readonly word: string; readonly tone: 'passed' | 'refused' | 'unknown' } {
  if (passed === null) return { word: 'not answered', tone: 'unknown' };
  return passed ? { word: 'passed', tone: 'passed' } : { word: 'not passed', tone: 'refused' };
}

function ResultIcon({ passed }: { readonly passed: boolean | null }) {
  const { tone } = resultOf(passed);
  const Icon = passed === null ? IconCircleDashed : passed ? IconCircleCheck : IconCircleX;
  return <Icon className={classes[tone]} size={17} aria-hidden />;
}

function momentWords(check: PlannedCheck, rollout: RolloutRow): string {
  if (check.moment === 'beforeStart') return 'before the start';
  return `after ${rollout.stages[check.stage]?.name ?? `stage ${check.stage + 1}`}`;
}

function Planned({ check, rollout }: { readonly check: PlannedCheck; readonly rollout: RolloutRow }) {
  return (
    <div className={classes.check}>
      <IconClock className={classes.unknown} size={17} aria-hidden />
      <span>
        <strong>{check.title}</strong> not asked yet, asked {momentWords(check, rollout)}
      </span>
    </div>
  );
}

function Check({ check, rollout }: { readonly check: CheckRow; readonly rollout: RolloutRow }) {
  return (
    <div className={classes.check}>
      <ResultIcon passed={check.passed} />
      <span>
        <strong>{check.title}</strong> {resultOf(check.passed).word}, {momentWords(check, rollout)}
      </span>
      <span className={classes.time}>
        <RelativeTime at={check.at} />
      </span>
      <small>{check.summary}</small>
      {check.items.length === 0 ? null : (
        <details className={classes.items}>
          <summary>
            {check.items.length} {check.items.length === 1 ? 'item' : 'items'}
          </summary>
          <ul>
            {check.items.map((item) => (
              <li key={item.name}>
                {item.name}: {resultOf(item.passed).word}
                {item.detail === '' ? '' : `, ${item.detail}`}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

interface ChecksCardProps {
  readonly checks: readonly CheckRow[];
  readonly planned: readonly PlannedCheck[];
  readonly signoffs: readonly SignoffRow[];
  readonly rollout: RolloutRow;
}

/** The checklist of a stage (R3.8): what people and gates sign off, what is still to be asked, then answers of external checks, newest first. */
export function ChecksCard({ checks, planned, signoffs, rollout }: ChecksCardProps) {
  if (checks.length === 0 && planned.length === 0 && signoffs.length === 0) return null;
  const given = signoffs.filter((row) => row.state === 'go').length;
  return (
    <Card
      title={signoffs.length === 0 ? 'Checks' : 'Checks and signoffs'}
      {...(signoffs.length === 0 ? {} : { aside: `${given} of ${signoffs.length} signed off` })}
    >
      {signoffs.map((row) => (
        <CardRow key={row.signoff}>
          <SignoffItem row={row} rollout={rollout} />
        </CardRow>
      ))}
      {planned.map((check) => (
        <CardRow key={`${check.check}-${check.moment}-${check.stage}`}>
          <Planned check={check} rollout={rollout} />
        </CardRow>
      ))}
      {checks
        .toSorted((a, b) => b.at - a.at)
        .map((check) => (
          <CardRow key={`${check.check}-${check.moment}-${check.stage}-${check.at}`}>
            <Check check={check} rollout={rollout} />
          </CardRow>
        ))}
    </Card>
  );
}
