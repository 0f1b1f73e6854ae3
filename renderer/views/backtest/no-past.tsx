import { Button } from '@mantine/core';
import { Card } from '../../parts/card.tsx';
import { Empty } from '../../parts/states.tsx';
import { useRoleNote } from '../../stores/status.ts';

/** Says where past releases come from. */
export function NoPast({ days, onImport }: { readonly days: number; readonly onImport: () => void }) {
  const roleNote = useRoleNote('operator');
  return (
    <Card title="Result">
      <Empty
        title={days === 365 ? 'No past release in this year' : `No past release in the last ${days} days`}
        action={
          <Button disabled={roleNote !== null} title={roleNote ?? undefined} onClick={onImport}>
            Import history…
          </Button>
        }
      >
        A backtest needs releases that already went out. Every rollout that this console leads becomes one. Releases from before can be
        imported from a file, and their readings with them; a longer period may hold some too.
      </Empty>
    </Card>
  );
}
