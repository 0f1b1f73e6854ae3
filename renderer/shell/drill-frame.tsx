import { Button } from '@mantine/core';
import { IconFlame } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { DrillRow } from '../../main/contract/drills.ts';
import { countdown } from '../format.ts';
import { askReal } from '../stores/feed.ts';
import { newKey } from '../stores/press.ts';
import { navigateReal, realHref } from '../stores/router.ts';
import { useWatchedDrill } from '../stores/drills.ts';
import { tellProblem } from '../stores/tell.ts';
import classes from './drill-frame.module.css';

/** Where the drill stands, in a sentence. `now` is the console's clock, ms. */
export function drillInWords(drill: DrillRow, now: number): string {
  if (drill.state === 'contained') return `Contained: nobody is offered ${drill.release} any more. ${reached(drill)}`;
  if (drill.state === 'open') return `Time is up, and ${drill.release} is still offered to somebody.`;
  if (drill.state !== 'running') return 'This drill is over.';
  if (drill.pressedAt !== null) return `Pressed ${countdown(now - drill.pressedAt)} ago. Waiting until nobody is offered ${drill.release}.`;
  if (drill.detectedAt !== null) {
    const page = `Paged ${countdown(now - drill.detectedAt)} ago: ${drill.release} has to go back.`;
    return drill.byHand ? `${page} It waits for your press.` : `${page} Tidegate is taking it back.`;
  }
  return `You are on call for ${drill.release}. Watch it; something may go wrong.`;
}

function reached(drill: DrillRow): string {
  if (drill.containedMs === null) return '';
  return `${seconds(drill.containedMs)} after ${drill.pressedAt === null ? 'it was detected' : 'the press'}.`;
}

function seconds(ms: number): string {
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)}\u00a0s` : countdown(ms);
}

function useLeaveDrill(): { readonly busy: boolean; readonly leave: () => Promise<void> } {
  const [busy, setBusy] = useState(false);
  async function leave(): Promise<void> {
    setBusy(true);
    const result = await askReal('drills.end', {}, newKey());
    setBusy(false);
    if (result.ok) navigateReal(`/drills?drill=${encodeURIComponent(result.answer.id)}`);
    else if (result.problem.code === 'refused') navigateReal('/drills');
    else tellProblem('The drill was not put away', result.problem);
  }
  return { busy, leave };
}

/** Around the console of a drill: says that nothing here is real, where the drill stands, and what the real fleet asks for meanwhile. */
export function DrillFrame({ children }: { readonly children: ReactNode }) {
  const { answer, problem } = useWatchedDrill();
  const { busy, leave } = useLeaveDrill();
  const drill = answer?.drill ?? null;
  const needs = answer?.realNeeds ?? 0;
  return (
    <div className={classes.frame}>
      <header className={classes.banner} aria-label="Fire drill">
        <p className={classes.title}>
          <IconFlame size={18} aria-hidden />
          Fire drill: nothing here is real
        </p>
        <p className={classes.words}>
          {drill === null ? without(answer !== null, problem?.message) : drillInWords(drill, answer?.now ?? 0)}
        </p>
        {needs > 0 ? (
          <a className={classes.real} href={realHref('/')}>
            ▲ Your real fleet needs you: {needs}
          </a>
        ) : null}
        {drill === null ? (
          <Button onClick={() => navigateReal('/drills')}>Back to the real console</Button>
        ) : (
          <Button variant={drill.state === 'running' ? 'default' : 'filled'} loading={busy} onClick={() => void leave()}>
            {drill.state === 'running' ? 'End the drill' : 'See the result'}
          </Button>
        )}
      </header>
      {children}
    </div>
  );
}

function without(asked: boolean, problem: string | undefined): string {
  if (problem !== undefined) return problem;
  return asked ? 'No drill plays here any more.' : 'Looking for the drill.';
}
