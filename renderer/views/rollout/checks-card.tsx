import { IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import type { CheckRow, RolloutRow } from '../../../main/contract/shapes.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import classes from './checks-card.module.css';

function resultOf(passed: boolean | null): { readonly word: string; readonly tone: 'passed' | 'refused' | 'unknown' } {
  if (passed === null) return { word: 'not answered', tone: 'unknown' };
  return passed ? { word: 'passed', tone: 'passed' } : { word: 'not passed', tone: 'refused' };
}

function ResultIcon({ passed }: { readonly passed: boolean | null }) {
  const { tone } = resultOf(passed);
  const Icon = passed === null ? IconCircleDashed : passed ? IconCircleCheck : IconCircleX;
  return <Icon className={classes[tone]} size={17} aria-hidden />;
}

function momentWords(check: CheckRow, rollout: RolloutRow): string {
  if (check.moment === 'beforeStart') return 'before the start';
  return `after ${rollout.stages[check.stage]?.name ?? `stage ${check.stage + 1}`}`;
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

/** Answers of external checks, newest first. */
export function ChecksCard({ checks, rollout }: { readonly checks: readonly CheckRow[]; readonly rollout: RolloutRow }) {
  if (checks.length === 0) return null;
  return (
    <Card title="Checks">
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
