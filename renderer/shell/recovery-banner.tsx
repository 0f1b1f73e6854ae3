import { useRecovery } from '../stores/safety.ts';
import { href } from '../stores/router.ts';
import classes from './recovery-banner.module.css';

/** Says in every view that nothing runs by itself, and leads to where that is decided. */
export function RecoveryBanner() {
  if (useRecovery() === null) return null;
  return (
    <div className={classes.banner} role="status">
      <i aria-hidden>▲</i>
      <span>
        <strong>Automation is off.</strong> The database was damaged; this shows what could be saved.
      </span>
      <a href={href('/recovery')}>Choose how to go on</a>
    </div>
  );
}
