import { Button, Code } from '@mantine/core';
import { IconPackageExport } from '@tabler/icons-react';
import type { BundleRow } from '../../../main/contract/bundles.ts';
import { bytes, percent } from '../../format.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { Note } from '../../parts/states.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { exportBundle, useBundleFile } from '../../stores/aftermath.ts';
import { tellProblem } from '../../stores/tell.ts';
import { saveBytes } from './save-bytes.ts';
import classes from './bundle.module.css';

/** Saves the whole incident as one file that another Tidegate opens without a network. */
export function ExportBundle({ incidentId }: { readonly incidentId: string }) {
  const { running, done } = useBundleFile();
  async function press(): Promise<void> {
    await exportBundle(incidentId, saveBytes);
    const { problem } = useBundleFile.getState();
    if (problem !== null) tellProblem('No bundle was made', problem);
  }
  return (
    <Button
      size="xs"
      leftSection={<IconPackageExport size={14} aria-hidden />}
      disabled={running !== null}
      title="The whole incident as one signed file, which opens without a network"
      onClick={() => void press()}
    >
      {running === 'export' ? `Packing, ${percent(Math.round(done * 100))}` : 'Bundle'}
    </Button>
  );
}

const signs = { yes: '✓', no: '✗', none: '·' } as const;

/** Where the incident was read from, and what was proved of it. */
export function BundleCard({ bundle }: { readonly bundle: BundleRow }) {
  const bad = bundle.proof.some(({ ok }) => ok === false);
  return (
    <Card title="From a bundle" aside={<span>read only</span>}>
      <CardRow>
        <p className={classes.made}>
          Another console made it <RelativeTime at={bundle.madeAt} /> with Tidegate {bundle.madeBy}; {bytes(bundle.bytes)}. It was opened
          here <RelativeTime at={bundle.addedAt} />. All of it is as it was when it was made.
        </p>
        {bad ? <Note tone="warning">Not everything in it agrees. Read below what does not.</Note> : null}
      </CardRow>
      <ul className={classes.proof}>
        {bundle.proof.map(({ what, ok, says }) => (
          <li key={what} data-ok={String(ok)}>
            <span className={classes.sign} aria-hidden>
              {ok === null ? signs.none : ok ? signs.yes : signs.no}
            </span>
            <div>
              <strong>
                {what}
                {ok === false ? ': does not agree' : ''}
              </strong>
              <span>{says.replace(bundle.publicKey, 'below')}</span>
            </div>
          </li>
        ))}
      </ul>
      <CardRow>
        <div className={classes.key}>
          Key <Code>{bundle.publicKey}</Code>
        </div>
      </CardRow>
    </Card>
  );
}
