import { absolute } from '../../format.ts';
import { actorWords } from '../../parts/actor-words.ts';
import { Card } from '../../parts/card.tsx';
import { Markdown } from '../../parts/markdown.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { messagesSaid } from '../../stores/aftermath.ts';
import classes from './communication.module.css';

/** Messages a page shows; more of them are in the timeline. */
const shown = 100;

/** What was told to whom so far, newest first, with what became of it. */
export function Said({ incidentId }: { readonly incidentId: string }) {
  const { answer, loading, problem, askAgain } = messagesSaid.use({ incidentId, kinds: ['message'], offset: 0, limit: shown });
  return (
    <Card title="Told so far" aside={answer === null ? null : <span>{answer.total === 1 ? '1 message' : `${answer.total} messages`}</span>}>
      {problem && answer === null ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {loading && answer === null ? <Loading rows={2} label="Loading messages" /> : null}
      {answer?.rows.length === 0 ? (
        <Empty title="Nobody was told yet">What you copy or send is kept here and in the timeline.</Empty>
      ) : null}
      {answer?.rows.toReversed().map((row) => (
        <details key={row.id} className={classes.said}>
          <summary>
            <span>{row.title}</span>
            <span className={classes.who} title={absolute(row.at)}>
              {row.actor === null ? null : actorWords(row.actor)} <RelativeTime at={row.at} />
            </span>
          </summary>
          <Markdown text={row.text} />
        </details>
      ))}
    </Card>
  );
}
