import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Card } from '../../parts/card.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { incidentList } from '../../stores/incidents.ts';
import { useRoleNote } from '../../stores/status.ts';
import { Bundles } from './bundles.tsx';
import { Delivery } from './delivery.tsx';
import { OpenDialog } from './open-dialog.tsx';
import { selectIncidents } from './select.ts';
import type { Shown } from './select.ts';
import { IncidentTable } from './table.tsx';
import classes from './table.module.css';

const everything = {};
const choices: { value: Shown; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'open', label: 'Open' },
  { value: 'closed', label: 'Closed' },
];

/** Every incident of this workspace, open ones first; it opens without a network. */
export function IncidentsView() {
  const { answer, loading, problem, askAgain } = incidentList.use(everything);
  const [shown, setShown] = useState<Shown>('all');
  const [text, setText] = useState('');
  const [opening, setOpening] = useState(false);
  const roleNote = useRoleNote('operator');
  const rows = selectIncidents(answer ?? [], shown, text);
  const open = (answer ?? []).filter((row) => row.closedAt === null).length;
  return (
    <Page>
      <Card
        title={answer === null ? 'Incidents' : `${open} open, ${answer.length} in all`}
        aside={
          <>
            <TextInput
              className={classes.search ?? ''}
              aria-label="Filter incidents"
              placeholder="Application, version or words"
              leftSection={<IconSearch size={14} aria-hidden />}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <SegmentedControl aria-label="Which incidents" size="xs" value={shown} onChange={setShown} data={choices} />
            <Button size="xs" disabled={roleNote !== null} title={roleNote ?? undefined} onClick={() => setOpening(true)}>
              Open incident…
            </Button>
          </>
        }
      >
        {problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
        {answer === null && loading ? <Loading rows={5} label="Loading incidents" /> : null}
        {rows.length > 0 ? <IncidentTable rows={rows} /> : null}
        {answer !== null && rows.length === 0 ? <Nothing any={answer.length > 0} /> : null}
      </Card>
      <Delivery />
      <Bundles />
      {opening ? <OpenDialog onClose={() => setOpening(false)} /> : null}
    </Page>
  );
}

function Nothing({ any }: { readonly any: boolean }) {
  if (any) return <Empty title="No incident fits this filter">Clear the words or choose All.</Empty>;
  return (
    <Empty title="No incident so far">
      When a release turns bad, what was measured, decided and done is kept here together, charts included, and stays readable without a
      network.
    </Empty>
  );
}
