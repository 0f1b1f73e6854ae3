import { Anchor, Tooltip } from '@mantine/core';
import type { AuditRow, IncidentRow } from '../../../main/contract/shapes.ts';
import { absolute, clockSeconds } from '../../format.ts';
import { actorWords } from '../../parts/actor-words.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { Empty } from '../../parts/states.tsx';
import { href } from '../../stores/router.ts';
import { actionWords } from '../audit/words.ts';
import classes from './incident.module.css';

/** Newest entries shown here; the audit view has them all. */
const shown = 8;

/** Audit entries of the release. */
export function Entries({ entries, incident }: { readonly entries: readonly AuditRow[]; readonly incident: IncidentRow }) {
  const rows = entries.toSorted((a, b) => b.seq - a.seq).slice(0, shown);
  const all = `/audit?application=${encodeURIComponent(incident.applicationId)}&text=${encodeURIComponent(incident.version ?? '')}`;
  return (
    <Card
      title="Audit entries"
      aside={
        <Anchor href={href(all)} size="sm">
          {entries.length > shown ? `All ${entries.length}` : 'In the audit'}
        </Anchor>
      }
    >
      {rows.length === 0 ? <Empty title="No entry yet" /> : null}
      {rows.map((row) => (
        <CardRow key={row.seq} className={classes.log}>
          <Tooltip label={absolute(row.at)}>
            <time dateTime={new Date(row.at).toISOString()}>{clockSeconds(row.at)}</time>
          </Tooltip>
          <div>
            {actionWords(row.action)}
            <small>
              #{row.seq} · {actorWords(row.actor)}
            </small>
          </div>
        </CardRow>
      ))}
    </Card>
  );
}
