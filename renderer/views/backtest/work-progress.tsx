import { Progress } from '@mantine/core';
import { useHistoryWork } from '../../stores/history.ts';
import classes from './backtest.module.css';

/** How far the import or export of this window is; nothing when there is none. */
export function WorkProgress() {
  const { doing, percent } = useHistoryWork();
  if (doing === null) return null;
  return (
    <div className={classes.work}>
      <Progress size={4} value={percent ?? 100} animated={percent === null} aria-label="How far it is" transitionDuration={0} />
      <span role="status">{doing}</span>
    </div>
  );
}
