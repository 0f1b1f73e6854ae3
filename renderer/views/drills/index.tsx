import { Button } from '@mantine/core';
import { Card, CardRow } from '../../parts/card.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { drillList, drillNow, drillOffer } from '../../stores/drills.ts';
import { navigateDrill, useQuery } from '../../stores/router.ts';
import type { ViewProps } from '../index.ts';
import { BeginCard } from './begin-card.tsx';
import { RecordCard } from './record-card.tsx';
import { ResultCard } from './result-card.tsx';

const everything = {};

function Playing() {
  const { answer } = drillNow.use(everything);
  const drill = answer?.drill ?? null;
  if (drill === null) return null;
  return (
    <Card
      title="A drill is open"
      aside={
        <Button variant="filled" onClick={() => navigateDrill('/')}>
          Go to the drill
        </Button>
      }
    >
      <CardRow>
        {drill.person} plays "{drill.title}" with {drill.release}, under plan {drill.planName}.
      </CardRow>
    </Card>
  );
}

function Begin() {
  const offer = drillOffer.use(everything);
  const { answer: now } = drillNow.use(everything);
  if (offer.problem !== null) return <Problem problem={offer.problem} onRetry={offer.askAgain} />;
  if (offer.answer === null || now === null) return <Loading rows={4} label="Loading what can be played" />;
  if (now.drill !== null) return null;
  if (!offer.answer.available) return <Empty title="No drill can be played here">Open the console itself; this address only reads.</Empty>;
  return <BeginCard scenarios={offer.answer.scenarios} />;
}

function Chosen() {
  const id = useQuery().get('drill');
  const { answer } = drillList.use(everything);
  const drill = id === null ? undefined : answer?.find((row) => row.id === id);
  return drill === undefined ? null : <ResultCard drill={drill} />;
}

/** Fire drills: play one, see its result, and the record of all of them (R1.12, R4.3). */
export function DrillsView(_props: ViewProps) {
  return (
    <Page>
      <Playing />
      <Chosen />
      <Begin />
      <RecordCard />
    </Page>
  );
}
