import type { NextSpec } from '../model/plan.ts';
import type { PlanIssue } from './problem.ts';
import type { PlanDraft } from './schema.ts';

/** Fills in where a release goes from here, and notes a channel it would go round in circles with. */
export function compileNext({ next, follows, name }: PlanDraft, issues: PlanIssue[]): NextSpec | null {
  if (next === undefined) return null;
  if (next.channel === follows) {
    issues.push({
      path: ['next', 'channel'],
      message: `${next.channel} is the channel this plan follows, so the release has been there; name the channel after this one`,
    });
  }
  if (next.plan === name) {
    issues.push({ path: ['next', 'plan'], message: `${next.plan} is this plan itself; name the plan of channel ${next.channel}` });
  }
  return { channel: next.channel, plan: next.plan, start: next.start ?? 'ask' };
}
