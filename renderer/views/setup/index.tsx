import { Button } from '@mantine/core';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { ProblemNote } from '../../parts/states.tsx';
import { askEverythingAgain } from '../../stores/feed.ts';
import { usePress } from '../../stores/press.ts';
import { navigate } from '../../stores/router.ts';
import { Choice } from './choice.tsx';
import classes from './setup.module.css';

type Chosen = 'practice' | 'own';

/** First start: the practice fleet, or an empty workspace to connect. */
export function SetupView() {
  const [chosen, setChosen] = useState<Chosen>('practice');
  const press = usePress('system.setup');
  async function start(event: FormEvent): Promise<void> {
    event.preventDefault();
    const result = await press.run({ choice: chosen });
    if (!result?.ok) return;
    navigate(chosen === 'practice' ? '/' : '/connections');
    askEverythingAgain();
  }
  return (
    <form className={classes.setup} onSubmit={(event) => void start(event)}>
      <h2 className={classes.title}>Where shall Tidegate begin?</h2>
      <p className={classes.lead}>It lets releases out step by step, and shuts by itself when one turns bad.</p>
      <fieldset className={classes.choices}>
        <legend className={classes.legend}>Choose one</legend>
        <Choice value="practice" title="Practice fleet" chosen={chosen} onChoose={setChosen} mark="No account needed">
          Watch a release advance and another one be rolled back in two minutes. Real adapters, real decisions and a real audit, against
          platforms that live inside this window.
        </Choice>
        <Choice value="own" title="Connect your own" chosen={chosen} onChoose={setChosen} mark="Empty workspace">
          Begin with your platforms and metrics. Every connection can be tested before anything is released, and nothing is written to a
          platform until you start a rollout.
        </Choice>
      </fieldset>
      {press.problem ? <ProblemNote problem={press.problem} /> : null}
      <div className={classes.end}>
        <Button type="submit" variant="filled" loading={press.pending}>
          {chosen === 'practice' ? 'Start practising' : 'Go to connections'}
        </Button>
        <span className={classes.note}>
          {chosen === 'practice'
            ? 'Your own platforms can get a workspace of their own at any time.'
            : 'The practice fleet stays away from this workspace.'}
        </span>
      </div>
    </form>
  );
}
