import type { PastRow } from '../../../main/contract/backtests.ts';
import { atHead, percent } from '../../format.ts';
import type { Line } from './select.ts';
import { bareReason, outcomeWords } from './words.ts';

export interface StoryItem {
  readonly at: number;
  readonly who: 'really' | 'plan' | 'other';
  readonly sign: string;
  readonly tone: 'green' | 'yellow' | 'red' | 'quiet';
  readonly title: string;
  readonly text: string;
}

const order = { really: 0, plan: 1, other: 2 } as const;

/** What really happened and what the plan would have seen and done, in the order of time. */
export function storyOf({ past, plan, other }: Line, names: { readonly plan: string; readonly other: string }): StoryItem[] {
  const items = [
    ...really(past),
    ...would('plan', names.plan, plan.replay),
    ...(other === null ? [] : would('other', names.other, other.replay)),
  ];
  return items.toSorted((a, b) => a.at - b.at || order[a.who] - order[b.who]);
}

function really(past: PastRow): StoryItem[] {
  const stages = past.stages.map(
    (stage, index): StoryItem => ({
      at: stage.from,
      who: 'really',
      sign: '→',
      tone: 'quiet',
      title: `${index === 0 ? 'Started at' : 'Went to'} ${percent(stage.percent)}`,
      text: '',
    }),
  );
  if (past.decidedAt === null) return stages;
  const { sign, tone, words } = outcomeWords[past.outcome];
  return [...stages, { at: past.decidedAt, who: 'really', sign, tone, title: `Really ${words}`, text: past.reason }];
}

function would(who: 'plan' | 'other', name: string, replay: Line['plan']['replay']): StoryItem[] {
  const { stop, paused, alarms } = replay;
  const seen = alarms
    .filter((alarm) => stop === null || alarm.gate !== stop.gate || alarm.at !== stop.at)
    .map(
      (alarm): StoryItem => ({
        at: alarm.at,
        who,
        sign: alarm.kind === 'emergency' ? '▲▲' : '▲',
        tone: alarm.shadow ? 'quiet' : 'red',
        title: `${alarm.title} ${alarm.kind}${alarm.shadow ? ' in shadow' : ''}`,
        text: atHead(bareReason(alarm.title, alarm.reason)),
      }),
    );
  const pause: StoryItem[] =
    paused === null
      ? []
      : [
          {
            at: paused.at,
            who,
            sign: '◆',
            tone: 'yellow',
            title: `${name} would have paused`,
            text: `${paused.title}: ${bareReason(paused.title, paused.reason)}`,
          },
        ];
  if (stop === null) return [...seen, ...pause];
  const verb = stop.recommendation ? 'would have asked a person to take it back' : 'would have taken it back';
  const end: StoryItem = {
    at: stop.at,
    who,
    sign: '✓',
    tone: 'green',
    title: `${name} ${verb} at ${percent(stop.percent)}`,
    text: `${stop.title}: ${bareReason(stop.title, stop.reason)}`,
  };
  return [...seen, ...pause, end];
}
