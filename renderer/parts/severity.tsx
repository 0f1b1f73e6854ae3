import { Tooltip } from '@mantine/core';
import type { IncidentRow } from '../../main/contract/shapes.ts';
import classes from './severity.module.css';

const meanings: Readonly<Record<IncidentRow['severity'], string>> = {
  P0: 'P0: emergency, users are hurt now',
  P1: 'P1: a release was taken back',
  P2: 'P2: a release was stopped',
  P3: 'P3: worth a look',
};

/** Severity by letter and number, its meaning on hover. */
export function Severity({ severity }: { readonly severity: IncidentRow['severity'] }) {
  return (
    <Tooltip label={meanings[severity]}>
      <span className={`${classes.severity} ${classes[severity]}`}>{severity}</span>
    </Tooltip>
  );
}
