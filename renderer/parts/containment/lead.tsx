import type { UndoLine } from '../../../main/contract/shapes.ts';
import { users } from '../../format.ts';
import type { Containment } from '../../stores/containment.ts';
import classes from './containment.module.css';

function names(lines: readonly UndoLine[]): string {
  return lines.map((line) => line.targetName).join(', ');
}

function usersOf(lines: readonly UndoLine[]): number | null {
  const onlyFlags = lines.every((line) => line.surface === 'flag');
  // A flag's users are users of the app on its other targets: counted once.
  const known = lines.filter((line) => line.usersOnIt !== null && (line.surface !== 'flag' || onlyFlags));
  return known.length === 0 ? null : known.reduce((sum, line) => sum + (line.usersOnIt ?? 0), 0);
}

/** Says in one breath what the press does: back, off or stopped, where, and for how many. */
export function Lead({ containment, chosen }: { readonly containment: Containment; readonly chosen: readonly UndoLine[] }) {
  const name = `${containment.applicationName} ${containment.version}`;
  const shipped = chosen.filter((line) => line.surface !== 'flag');
  const returning = shipped.filter((line) => line.toVersion !== null);
  const versions = [...new Set(returning.map((line) => line.toVersion))].join(', ');
  const back = names(returning);
  const off = names(chosen.filter((line) => line.surface === 'flag'));
  const stopped = names(shipped.filter((line) => line.toVersion === null));
  const affected = usersOf(chosen);
  if (chosen.length === 0) return <p className={classes.lead}>Choose at least one target.</p>;
  return (
    <p className={classes.lead}>
      {back === '' ? null : (
        <>
          Takes <strong>{containment.applicationName}</strong> from <strong>{containment.version}</strong> back to{' '}
          <strong>{versions}</strong> on <strong>{back}</strong>.{' '}
        </>
      )}
      {off === '' ? null : (
        <>
          Switches <strong>{name}</strong> off on <strong>{off}</strong>.{' '}
        </>
      )}
      {stopped === '' ? null : (
        <>
          Stops <strong>{name}</strong> on <strong>{stopped}</strong>.{' '}
        </>
      )}
      <strong>{users(affected)}</strong> {affected === 1 ? 'has' : 'have'} it now.
    </p>
  );
}
