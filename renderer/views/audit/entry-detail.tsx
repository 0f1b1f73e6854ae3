import { Anchor } from '@mantine/core';
import type { AuditRow } from '../../../main/contract/shapes.ts';
import { href } from '../../stores/router.ts';
import classes from './audit.module.css';
import { changesOf } from './changes.ts';
import type { Names } from './names.ts';
import { factsOf } from './words.ts';

interface EntryDetailProps {
  readonly id: string;
  readonly row: AuditRow;
  readonly names: Names;
}

/** Reason, change and proof of one entry. */
export function EntryDetail({ id, row, names }: EntryDetailProps) {
  return (
    <div id={id} className={classes.detail} role="row">
      <div role="cell" className={classes.detailCell}>
        <p className={classes.fullReason}>{row.reason}</p>
        <dl className={classes.facts}>
          {factsOf(row).map(([name, value]) => (
            <div key={name} data-long={name === 'Hash'}>
              <dt>{name}</dt>
              <dd>{name === 'Target' ? names.target(value) : value}</dd>
            </div>
          ))}
        </dl>
        <Changes row={row} />
        {row.rolloutId === null ? null : (
          <Anchor size="sm" href={href(`/rollouts/${encodeURIComponent(row.rolloutId)}`)}>
            Open the rollout
          </Anchor>
        )}
      </div>
    </div>
  );
}

function Changes({ row }: { readonly row: AuditRow }) {
  const changes = changesOf(row.before, row.after);
  if (changes.length === 0) return <p className={classes.quiet}>Nothing differed between before and after.</p>;
  return (
    <dl className={classes.changes} aria-label="Before and after">
      {changes.map((change) => (
        <div key={change.path}>
          <dt>{change.path === '' ? 'value' : change.path}</dt>
          <dd>
            <span className={classes.quiet}>{change.before ?? 'nothing'}</span>
            <span aria-label="became"> → </span>
            <span>{change.after ?? 'nothing'}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
