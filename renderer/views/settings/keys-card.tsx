import { count, percent } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { Loading, Problem } from '../../parts/states.tsx';
import { keyStore } from '../../stores/hooks.ts';

const everything = {};

/** What became of the keys under which presses are repeated (R2.7). */
export function KeysCard() {
  const { answer, problem, askAgain } = keyStore.use(everything);
  return (
    <Card title="Repeated presses" aside={<span>a key lives 24 h</span>}>
      {answer === null && problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {answer === null && !problem ? <Loading rows={1} label="Loading the counters" /> : null}
      {answer === null ? null : (
        <Facts>
          <Fact name="Keys stored">{count(answer.stored)}</Fact>
          <Fact name="Done once">{count(answer.created)}</Fact>
          <Fact name="Answered again">{count(answer.replayed)}</Fact>
          <Fact name="Hit rate">{answer.hitRate === null ? '—' : percent(answer.hitRate * 100)}</Fact>
          <Fact name="In conflict">{count(answer.conflict)}</Fact>
        </Facts>
      )}
    </Card>
  );
}
