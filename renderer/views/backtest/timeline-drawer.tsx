import { Button, Drawer } from '@mantine/core';
import { absolute, duration, percent, users } from '../../format.ts';
import { Fact, Facts } from '../../parts/facts.tsx';
import { clockSeconds } from '../../format.ts';
import { href } from '../../stores/router.ts';
import classes from './backtest.module.css';
import { Mark } from './mark.tsx';
import type { Line } from './select.ts';
import { ShareStrip } from './share-strip.tsx';
import { storyOf } from './story.ts';
import type { StoryItem } from './story.ts';
import { outcomeWords, timeAgainst, wordsOf } from './words.ts';

interface TimelineProps {
  readonly line: Line;
  readonly names: { readonly plan: string; readonly other: string };
  readonly onClose: () => void;
}

/** What fired when in one past release, beside what really happened. */
export function TimelineDrawer({ line, names, onClose }: TimelineProps) {
  const { past, plan } = line;
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={560}
      title={`${past.applicationName} ${past.version}, ${past.targetName}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={classes.drawer}>
        <div className={classes.marks}>
          <span>Really</span> <Mark {...outcomeWords[past.outcome]} />
          <span>{names.plan}</span> <Mark {...wordsOf(plan)} />
        </div>
        <ShareStrip line={line} />
        <Facts>
          <Fact name="Against the real decision">{timeAgainst(past, plan) ?? '—'}</Fact>
          <Fact name="Users spared">{plan.usersSpared === null ? 'population unknown' : users(plan.usersSpared)}</Fact>
          <Fact name="Looked every">{duration(plan.replay.paceMs)}</Fact>
        </Facts>
        <ol className={classes.story} aria-label="What happened when">
          {storyOf(line, names).map((item) => (
            <Item key={`${item.who} ${item.at} ${item.title}`} item={item} />
          ))}
        </ol>
        <Replaced line={line} />
        {past.source === 'live' ? (
          <Button component="a" href={href(`/rollouts/${encodeURIComponent(past.id)}`)}>
            Open the rollout
          </Button>
        ) : (
          <p className={classes.quiet}>Imported: this console did not lead it, so there is no rollout page.</p>
        )}
      </div>
    </Drawer>
  );
}

function Replaced({ line: { past } }: { readonly line: Line }) {
  return (
    <p className={classes.quiet}>
      Ran under {past.planName === '' ? 'an unknown plan' : past.planName}
      {past.previousVersion === null ? '' : `, replacing ${past.previousVersion}`}, reached{' '}
      {percent(Math.max(...past.stages.map((stage) => stage.percent)))}.
    </p>
  );
}

function Item({ item }: { readonly item: StoryItem }) {
  return (
    <li data-who={item.who}>
      <time dateTime={new Date(item.at).toISOString()} title={absolute(item.at)}>
        {clockSeconds(item.at)}
      </time>
      <span className={classes.sign} data-tone={item.tone} aria-hidden>
        {item.sign}
      </span>
      <div>
        <div className={item.who === 'really' ? undefined : classes.strong}>{item.title}</div>
        {item.text === '' ? null : <div className={classes.quiet}>{item.text}</div>}
      </div>
    </li>
  );
}
