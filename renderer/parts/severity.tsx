import { Tooltip } from '@mantine/core';
import type { IncidentRow } from '../../main/contract/shapes.ts';
import { severityRules } from '../../main/core/incident/severity.ts';
import classes from './severity.module.css';

/** Severity by letter and number, its meaning on hover. */
export function Severity({ severity }: { readonly severity: IncidentRow['severity'] }) {
  return (
    <Tooltip label={`${severity}: ${severityRules[severity].means}`}>
      <span className={`${classes.severity} ${classes[severity]}`}>{severity}</span>
    </Tooltip>
  );
}
