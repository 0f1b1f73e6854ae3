import { Button, FileButton } from '@mantine/core';
import { IconPackageImport } from '@tabler/icons-react';
import { useState } from 'react';
import type { BundleRow } from '../../../main/contract/bundles.ts';
import { bytes, percent } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { RemoveDialog } from '../../parts/remove-dialog.tsx';
import { Problem, ProblemNote } from '../../parts/states.tsx';
import table from '../../parts/table.module.css';
import { RelativeTime } from '../../parts/time.tsx';
import { bundleList, openBundle, useBundleFile } from '../../stores/aftermath.ts';
import { href, navigate } from '../../stores/router.ts';
import { useRoleNote } from '../../stores/status.ts';
import classes from './bundles.module.css';

const everything = {};

/** Incidents of other consoles, read from their files. */
export function Bundles() {
  const { answer, problem, askAgain } = bundleList.use(everything);
  const [removing, setRemoving] = useState<BundleRow | null>(null);
  const file = useBundleFile();
  return (
    <Card title="From bundles" aside={<OpenBundle />}>
      {problem && answer === null ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {file.running === null && file.problem ? <ProblemNote problem={file.problem} /> : null}
      {answer?.length === 0 ? (
        <p className={classes.none}>An incident that another console exported opens here from its file, without a network and read only.</p>
      ) : null}
      {answer === null || answer.length === 0 ? null : <Table rows={answer} onRemove={setRemoving} />}
      {removing === null ? null : (
        <RemoveDialog
          call="bundles.remove"
          kind="bundle"
          name={`${removing.applicationName} ${removing.version ?? ''}`.trim()}
          input={(reason) => ({ bundleId: removing.id, reason })}
          onRemoved={() => bundleList.askAgain()}
          onClose={() => setRemoving(null)}
        >
          Only the copy in this workspace goes. The console it came from keeps its incident.
        </RemoveDialog>
      )}
    </Card>
  );
}

interface TableProps {
  readonly rows: readonly BundleRow[];
  readonly onRemove: (row: BundleRow) => void;
}

function Table({ rows, onRemove }: TableProps) {
  const roleNote = useRoleNote('operator');
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Release</th>
            <th scope="col">Opened</th>
            <th scope="col">Proof</th>
            <th scope="col" className={table.number}>
              Size
            </th>
            <th scope="col">Copy</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <a className={classes.link} href={href(`/incidents/${encodeURIComponent(row.id)}`)}>
                  {row.severity} {row.title}
                </a>
              </td>
              <td className={table.nowrap}>
                {row.applicationName} <span className={table.muted}>{row.version}</span>
              </td>
              <td className={`${table.nowrap} ${table.muted}`}>
                <RelativeTime at={row.openedAt} />
              </td>
              <td className={table.nowrap}>
                <Proof row={row} />
              </td>
              <td className={table.number}>{bytes(row.bytes)}</td>
              <td>
                <Button
                  size="compact-xs"
                  variant="subtle"
                  disabled={roleNote !== null}
                  title={roleNote ?? undefined}
                  onClick={() => onRemove(row)}
                >
                  Remove…
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Proof({ row }: { readonly row: BundleRow }) {
  const bad = row.proof.filter(({ ok }) => ok === false).map(({ what }) => what);
  if (bad.length > 0) return <span className={classes.bad}>✗ {bad.join(', ')} does not agree</span>;
  return (
    <span className={classes.good}>
      <span aria-hidden>✓</span> proved when opened
    </span>
  );
}

/** Chooses a file, proves it and shows the incident in it. */
function OpenBundle() {
  const { running, done } = useBundleFile();
  const roleNote = useRoleNote('operator');
  async function open(file: File | null): Promise<void> {
    const row = file === null ? null : await openBundle(file);
    if (row !== null) navigate(`/incidents/${encodeURIComponent(row.id)}`);
  }
  return (
    <FileButton onChange={(file) => void open(file)} inputProps={{ 'aria-label': 'Bundle file' }}>
      {(props) => (
        <Button
          {...props}
          size="xs"
          leftSection={<IconPackageImport size={14} aria-hidden />}
          disabled={roleNote !== null || running !== null}
          title={roleNote ?? undefined}
        >
          {running === 'open' ? `Reading, ${percent(Math.round(done * 100))}` : 'Open bundle…'}
        </Button>
      )}
    </FileButton>
  );
}
