import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { OrphanRow } from '../../../main/contract/safety.ts';
import { bytes, count } from '../../format.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';
import { Empty, Loading, Note, Problem } from '../../parts/states.tsx';
import table from '../../parts/table.module.css';
import { usePress } from '../../stores/press.ts';
import { orphanStore } from '../../stores/safety.ts';
import { useRoleNote } from '../../stores/status.ts';
import classes from './settings.module.css';

const everything = {};

/** Rows, files and secrets that nothing needs any more; they go when a person says so. */
export function OrphansCard() {
  const { answer, loading, problem, askAgain } = orphanStore.use(everything);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState<{ count: number; bytes: number } | null>(null);
  const note = useRoleNote('admin');
  const rows = answer ?? [];
  const picked = rows.filter((row) => chosen.includes(row.kind));
  return (
    <Card
      title="Left over"
      aside={
        <Button disabled={note !== null || picked.length === 0} title={note ?? undefined} onClick={() => setAsking(true)}>
          Clean up…
        </Button>
      }
    >
      {done === null ? null : (
        <CardRow>
          <Note tone="info">
            {count(done.count)} removed, about {bytes(done.bytes)}.
          </Note>
        </CardRow>
      )}
      {problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {answer === null && loading ? <Loading rows={3} label="Looking for what is left over" /> : null}
      {answer !== null && rows.length === 0 ? (
        <Empty title="Nothing is left over">Every row, file and secret here belongs to something.</Empty>
      ) : null}
      {rows.length > 0 ? <OrphanTable rows={rows} chosen={chosen} onChoose={setChosen} /> : null}
      {asking ? (
        <CleanDialog
          rows={picked}
          onDone={(removed) => {
            setDone(removed);
            setChosen([]);
            setAsking(false);
            askAgain();
          }}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </Card>
  );
}

interface OrphanTableProps {
  readonly rows: readonly OrphanRow[];
  readonly chosen: readonly string[];
  readonly onChoose: (kinds: readonly string[]) => void;
}

function OrphanTable({ rows, chosen, onChoose }: OrphanTableProps) {
  return (
    <div className={table.scroll}>
      <table className={`${table.table} ${table.top}`}>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col" className={table.number}>
              Count
            </th>
            <th scope="col" className={table.number}>
              Size
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.kind}>
              <td>
                <Checkbox
                  label={row.title}
                  description={row.why}
                  checked={chosen.includes(row.kind)}
                  onChange={(event) =>
                    onChoose(event.currentTarget.checked ? [...chosen, row.kind] : chosen.filter((kind) => kind !== row.kind))
                  }
                />
                <div className={`${classes.file} ${classes.examples}`}>{row.examples.join(', ')}</div>
              </td>
              <td className={table.number}>{count(row.count)}</td>
              <td className={table.number}>{row.bytes === 0 ? '' : bytes(row.bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CleanDialogProps {
  readonly rows: readonly OrphanRow[];
  readonly onDone: (removed: { count: number; bytes: number }) => void;
  readonly onClose: () => void;
}

function CleanDialog({ rows, onDone, onClose }: CleanDialogProps) {
  const press = usePress('safety.cleanOrphans');
  async function clean(reason: string): Promise<void> {
    const result = await press.run({ kinds: rows.map((row) => row.kind), reason });
    if (result?.ok) onDone(result.answer);
  }
  return (
    <ReasonDialog
      title="Clean up"
      confirm="Remove these"
      busy={press.pending}
      problem={press.problem}
      onConfirm={(reason) => void clean(reason)}
      onClose={onClose}
    >
      <p className={classes.first}>These are removed from this workspace, and cannot be brought back but from a backup:</p>
      <ul className={classes.list}>
        {rows.map((row) => (
          <li key={row.kind}>
            {row.title}: {count(row.count)}
            {row.bytes === 0 ? '' : `, ${bytes(row.bytes)}`}
          </li>
        ))}
      </ul>
    </ReasonDialog>
  );
}
