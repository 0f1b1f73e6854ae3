import type { PlanRow } from '../../../main/contract/plans.ts';
import { count } from '../../format.ts';
import table from '../../parts/table.module.css';
import { RelativeTime } from '../../parts/time.tsx';
import { href } from '../../stores/router.ts';
import { MiniTrack } from './mini-track.tsx';
import classes from './plans.module.css';

/** One line per plan; the whole line opens it. */
export function PlanTable({ plans }: { readonly plans: readonly PlanRow[] }) {
  return (
    <div className={table.scroll}>
      <table className={`${table.table} ${classes.plans}`}>
        <thead>
          <tr>
            <th scope="col">Plan</th>
            <th scope="col">Stages</th>
            <th scope="col" className={table.number}>
              Gates
            </th>
            <th scope="col">Problems</th>
            <th scope="col">Changed</th>
          </tr>
        </thead>
        <tbody>
          {plans.map((plan) => (
            <Line key={plan.file} plan={plan} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ plan }: { readonly plan: PlanRow }) {
  const problems = plan.problems.length;
  return (
    <tr className={table.open}>
      <td className={classes.planCell}>
        <a className={table.link} href={href(`/plans/${encodeURIComponent(plan.file)}`)}>
          {plan.name}
        </a>{' '}
        <span className={classes.file}>{plan.file}</span>
        {plan.description === '' ? null : <div className={table.muted}>{plan.description}</div>}
      </td>
      <td className={classes.trackCell}>
        <MiniTrack stages={plan.stages} />
      </td>
      <td className={table.number}>{problems > 0 ? '—' : count(plan.gates)}</td>
      <td className={table.nowrap}>
        {problems === 0 ? (
          <span className={table.muted}>none</span>
        ) : (
          <span className={classes.bad}>
            <span aria-hidden>▲</span> {problems === 1 ? '1 problem' : `${problems} problems`}
          </span>
        )}
      </td>
      <td className={`${table.nowrap} ${table.muted}`}>
        {plan.changedAt === null || plan.origin === 'preset' ? '—' : <RelativeTime at={plan.changedAt} />}
      </td>
    </tr>
  );
}
