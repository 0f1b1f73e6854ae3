import { Button } from '@mantine/core';
import { reloadAudit, useAudit } from '../../stores/audit.ts';
import classes from './audit.module.css';

/** While words are searched for, new entries wait behind a press, so that the list does not jump. */
export function Newer() {
  const newer = useAudit((state) => state.newer);
  if (newer === 0) return null;
  return (
    <div className={classes.newer} role="status">
      {newer === 1 ? 'One entry was' : `${newer} entries were`} written since this search.
      <Button size="compact-sm" onClick={() => void reloadAudit()}>
        Search again
      </Button>
    </div>
  );
}
