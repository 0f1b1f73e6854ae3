import type { IncidentDetail } from '../../../main/contract/incidents.ts';
import type { PlaybookRow } from '../../../main/contract/playbooks.ts';
import type { AnswerOf } from '../../../main/contract/index.ts';
import { Card } from '../../parts/card.tsx';
import { Empty, Loading, Note, Problem } from '../../parts/states.tsx';
import { playbookList } from '../../stores/playbooks.ts';
import { href, useQuery } from '../../stores/router.ts';
import { PlaybookCard } from './playbook-card.tsx';
import { playbookPath } from './playbook-path.ts';
import classes from './playbooks.module.css';

/** Every playbook for this application, what fits first; the chosen one beside it with the values of this incident. */
export function PlaybooksTab({ detail }: { readonly detail: IncidentDetail }) {
  const { id } = detail.incident;
  const { answer, problem, loading, askAgain } = playbookList.use({ incidentId: id });
  const wanted = useQuery().get('playbook');
  if (answer === null) {
    return (
      <Card title="Playbooks">
        {problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
        {loading && !problem ? <Loading rows={6} label="Loading playbooks" /> : null}
      </Card>
    );
  }
  const open = answer.rows.find((row) => row.name === wanted) ?? answer.rows[0];
  return (
    <>
      <Broken problems={answer.problems} />
      {open === undefined ? (
        <Card title="Playbooks">
          <Empty title="No playbook for this application">Put Markdown files into {answer.folder}.</Empty>
        </Card>
      ) : (
        <div className={classes.pair}>
          <nav className={classes.list} aria-label="Playbooks">
            {answer.rows.map((row) => (
              <Entry key={row.name} row={row} incidentId={id} open={row.name === open.name} />
            ))}
            <p className={classes.own}>Your own: Markdown files in {answer.folder}</p>
          </nav>
          <PlaybookCard key={open.name} detail={detail} name={open.name} />
        </div>
      )}
    </>
  );
}

function Entry({ row, incidentId, open }: { readonly row: PlaybookRow; readonly incidentId: string; readonly open: boolean }) {
  return (
    <a className={classes.entry} href={href(playbookPath(incidentId, row.name))} aria-current={open ? 'page' : undefined}>
      <span className={classes.name}>{row.title}</span>
      <span className={classes.small}>
        {row.done > 0 ? `${row.done} of ${row.steps} steps` : `${row.steps} steps`}
        {row.why === '' ? '' : ` · ${row.why}`}
        {row.origin === 'workspace' ? ' · your own' : ''}
      </span>
    </a>
  );
}

function Broken({ problems }: { readonly problems: AnswerOf<'playbooks.list'>['problems'] }) {
  if (problems.length === 0) return null;
  return (
    <Note tone="warning">
      These playbooks of yours cannot be used:
      <ul className={classes.broken}>
        {problems.map((problem) => (
          <li key={`${problem.file} ${problem.line} ${problem.message}`}>
            {problem.file}, line {problem.line}: {problem.message}.
          </li>
        ))}
      </ul>
    </Note>
  );
}
