import { UnstyledButton } from '@mantine/core';
import { Card, CardRow } from '../../parts/card.tsx';
import { ProblemNote } from '../../parts/states.tsx';
import classes from './plans.module.css';
import { placeOf } from './text.ts';
import type { Problem } from './text.ts';
import type { Draft } from './use-draft.ts';

interface ProblemsProps {
  readonly draft: Draft;
  readonly onGo: (line: number, column: number | null) => void;
}

/** What is wrong with the text and where; a press goes there. */
export function Problems({ draft, onGo }: ProblemsProps) {
  const { problems } = draft.check;
  return (
    <Card title="Problems" aside={draft.checking ? <span role="status">checking…</span> : <span>{problems.length}</span>}>
      {draft.problem ? (
        <CardRow>
          <ProblemNote problem={draft.problem} />
        </CardRow>
      ) : null}
      {problems.length === 0 ? (
        <CardRow className={classes.quiet}>
          <span className={classes.good} aria-hidden>
            ●
          </span>{' '}
          None: a release can start with this text.
        </CardRow>
      ) : (
        problems.map((problem) => <Line key={`${problem.line} ${problem.path} ${problem.message}`} problem={problem} onGo={onGo} />)
      )}
    </Card>
  );
}

function Line({ problem, onGo }: { readonly problem: Problem; readonly onGo: ProblemsProps['onGo'] }) {
  const { line } = problem;
  const words = (
    <>
      <span className={classes.place}>{placeOf(problem)}</span>
      {problem.message}
      {problem.path !== '' && line !== null ? <span className={classes.path}>{problem.path}</span> : null}
    </>
  );
  if (line === null) return <CardRow>{words}</CardRow>;
  return (
    <UnstyledButton className={classes.problem} onClick={() => onGo(line, problem.column)}>
      {words}
    </UnstyledButton>
  );
}
