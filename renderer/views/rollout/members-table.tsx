import type { MemberRow } from '../../../main/contract/shapes.ts';
import { keepUnits, metricValue } from '../../format.ts';
import { VerdictMark } from '../../parts/verdict-mark.tsx';
import classes from './members-table.module.css';

function role({ group, weight, critical }: MemberRow): string {
  return [group === '' ? '' : `group ${group}, weight ${weight}`, critical ? 'critical' : ''].filter(Boolean).join(', ');
}

/** The gates a composite judges by, each with where it stands. */
export function MembersTable({ members }: { readonly members: readonly MemberRow[] }) {
  return (
    <table className={classes.members} aria-label="Members of this gate">
      <tbody>
        {members.map((member) => (
          <tr key={member.gate}>
            <th scope="row">
              {member.title}
              <small>{role(member)}</small>
            </th>
            <td className={classes.value}>{metricValue(member.value, member.unit)}</td>
            <td>{member.bounds}</td>
            <td>{member.kind === null ? '—' : <VerdictMark kind={member.kind} />}</td>
            <td>{keepUnits(member.reason)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
