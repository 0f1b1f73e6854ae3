import type { ActionRow } from '../../../main/contract/shapes.ts';
import { atHead } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { Empty } from '../../parts/states.tsx';
import table from '../../parts/table.module.css';
import { useReadOnly } from '../../stores/read-only.ts';
import { href } from '../../stores/router.ts';
import classes from './incident.module.css';
import { took } from './story.ts';

const states: Readonly<Record<ActionRow['state'], { readonly sign: string; readonly says: string; readonly tone: string | undefined }>> = {
  intended: { sign: '◔', says: 'waiting to be sent', tone: classes.quiet },
  sent: { sign: '◔', says: 'sent, being read back', tone: classes.quiet },
  confirmed: { sign: '✓', says: 'confirmed', tone: classes.good },
  failed: { sign: '▲', says: 'failed', tone: classes.bad },
  unknown: { sign: '◌', says: 'outcome not known yet', tone: classes.odd },
};

/** What was written to the platforms, and what each of them said afterwards. */
export function Actions({ actions }: { readonly actions: readonly ActionRow[] }) {
  return (
    <Card title="Actions" aside={<span>each read back from its platform</span>}>
      {actions.length === 0 ? (
        <Empty title="Nothing was sent">No platform was written to for this incident.</Empty>
      ) : (
        <div className={table.scroll}>
          <table className={`${table.table} ${table.top}`}>
            <thead>
              <tr>
                <th scope="col">Target</th>
                <th scope="col">What was asked</th>
                <th scope="col">State</th>
                <th scope="col">Read-back</th>
                <th scope="col" className={table.number}>
                  Took
                </th>
              </tr>
            </thead>
            <tbody>
              {actions.map((action) => (
                <Line key={action.id} action={action} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

function Line({ action }: { readonly action: ActionRow }) {
  const state = states[action.state];
  const readOnly = useReadOnly();
  return (
    <tr>
      <td>
        {readOnly === null ? (
          <a className={classes.plainLink} href={href(`/rollouts/${encodeURIComponent(action.rolloutId)}`)}>
            {atHead(action.targetName)}
          </a>
        ) : (
          atHead(action.targetName)
        )}
      </td>
      <td>{action.says}</td>
      <td className={`${table.nowrap} ${state.tone ?? ''}`}>
        <span aria-hidden>{state.sign}</span> {state.says}
        {action.attempts > 1 ? <span className={classes.shadow}> after {action.attempts} tries</span> : null}
      </td>
      <td className={table.muted}>{action.problem && action.state !== 'confirmed' ? action.problem.message : (action.readBack ?? '—')}</td>
      <td className={table.number}>{action.finishedAt === null ? '—' : took(action.finishedAt - action.createdAt)}</td>
    </tr>
  );
}
