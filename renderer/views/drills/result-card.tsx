import type { DrillRow } from '../../../main/contract/drills.ts';
import { atHead, clockSeconds, count, duration } from '../../format.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import classes from './drills.module.css';
import { compared, stateWords, took } from './words.ts';

function Time({ ms, before }: { readonly ms: number | null; readonly before: number | null | undefined }) {
  const words = compared(ms, before);
  return (
    <>
      {took(ms)}
      {words === null ? null : <span className={classes.small}>{words}</span>}
    </>
  );
}

function Promises({ drill }: { readonly drill: DrillRow }) {
  if (drill.promises.length === 0) return <span className={classes.muted}>Nothing was contained, so no promise was tried.</span>;
  return (
    <ul className={classes.list}>
      {drill.promises.map((promise) => (
        <li key={promise.title}>
          <span className={promise.kept ? classes.good : classes.bad}>{promise.kept ? '✓ kept' : '▲ not kept'}</span> {promise.title}:
          promised in {duration(promise.promiseMs)}, took {took(promise.tookMs)}
        </li>
      ))}
    </ul>
  );
}

function Pressed({ drill }: { readonly drill: DrillRow }) {
  if (drill.pressed.length === 0) return <span className={classes.muted}>Nobody pressed anything.</span>;
  return (
    <ul className={classes.list}>
      {drill.pressed.map((press) => (
        <li key={`${press.at} ${press.says}`}>
          {clockSeconds(press.at)} {press.says}, {press.who}
        </li>
      ))}
    </ul>
  );
}

function Targets({ drill }: { readonly drill: DrillRow }) {
  const begun = drill.pressedAt ?? drill.detectedAt;
  return (
    <ul className={classes.list}>
      {drill.targets.map((target) => (
        <li key={target.name}>
          {atHead(target.name)}: {fate(target, begun)}
        </li>
      ))}
    </ul>
  );
}

function fate(target: DrillRow['targets'][number], begun: number | null): string {
  if (target.exposedAt === null) return 'never offered the release';
  if (target.containedAt === null) return 'still offered at the end';
  return begun === null ? 'gone' : `gone after ${took(Math.max(0, target.containedAt - begun))}`;
}

/** Who, what, how fast, what was pressed, and how that compares. */
export function ResultCard({ drill }: { readonly drill: DrillRow }) {
  const state = stateWords[drill.state];
  const { before } = drill;
  return (
    <Card
      title={`${drill.person}: ${drill.title}`}
      aside={
        <span className={drill.state === 'contained' ? classes.good : classes.muted}>
          <span aria-hidden>{state.mark}</span> {state.words}
        </span>
      }
    >
      <Facts>
        <Fact name="Fault to detected">{took(drill.detectedMs)}</Fact>
        <Fact name="Detected to press">
          <Time ms={drill.pressMs} before={before?.pressMs} />
        </Fact>
        <Fact name={drill.pressedAt === null ? 'Detected to contained' : 'Press to contained'}>
          <Time ms={drill.containedMs} before={before?.containedMs} />
        </Fact>
        <Fact name="Fault to contained">
          <Time ms={drill.totalMs} before={before?.totalMs} />
        </Fact>
        <Fact name="Users exposed at most">{count(drill.exposedUsersMax)}</Fact>
      </Facts>
      <CardRow>
        <strong>{drill.release}</strong> under plan {drill.planName}, <RelativeTime at={drill.startedAt} />
        {drill.byHand ? ', automatic rollback off' : ', automatic rollback as the plan says'}
        {before === null ? '. Nothing to compare with yet.' : `. Compared with the drill before: ${before.title}.`}
      </CardRow>
      <CardRow>
        <div className={classes.lists}>
          <div>
            <h3>Promises</h3>
            <Promises drill={drill} />
          </div>
          <div>
            <h3>Pressed</h3>
            <Pressed drill={drill} />
          </div>
          <div>
            <h3>Targets</h3>
            <Targets drill={drill} />
          </div>
        </div>
      </CardRow>
      {drill.notes.length === 0 ? null : (
        <CardRow>
          How this differed from the real thing
          <ul className={classes.list}>
            {drill.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </CardRow>
      )}
    </Card>
  );
}
