import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { count } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { openAudit, retryAudit, useAudit } from '../../stores/audit.ts';
import { currentTime } from '../../stores/clock.ts';
import { useQuery } from '../../stores/router.ts';
import { ExportLog, ExportNews } from './export.tsx';
import { barOf, emptyBar, filterOf, isNarrowed } from './filter.ts';
import type { FilterBar } from './filter.ts';
import { Filters } from './filters.tsx';
import { Newer } from './newer.tsx';
import { AuditTable } from './table.tsx';
import { VerifyChain } from './verify.tsx';

const typingMs = 250;

/** Every recorded entry, newest first, and the proof that none was changed. */
export function AuditView() {
  const query = useQuery().toString();
  const [bar, setBar] = useState<FilterBar>(() => barOf(new URLSearchParams(query)));
  const [opened, setOpened] = useState(query);
  if (opened !== query) {
    setOpened(query);
    setBar(barOf(new URLSearchParams(query)));
  }
  const [asked] = useDebouncedValue(bar, typingMs);
  useEffect(() => openAudit(filterOf(asked, currentTime())), [asked]);
  const { rows, total, more, loading, problem } = useAudit();
  const title =
    loading && rows.length === 0 ? 'Entries' : `${more ? 'More than ' : ''}${count(total)} ${total === 1 ? 'entry' : 'entries'}`;
  return (
    <Page>
      <Card
        title={title}
        aside={
          <>
            <VerifyChain />
            <ExportLog />
          </>
        }
      >
        <Filters bar={bar} onChange={setBar} />
        <ExportNews />
        <Newer />
        {rows.length > 0 ? <AuditTable rows={rows} total={total} more={more} loading={loading} /> : null}
        {problem ? <Problem problem={problem} onRetry={() => void retryAudit()} /> : null}
        {rows.length === 0 && loading ? <Loading rows={8} label="Loading entries" /> : null}
        {rows.length === 0 && !loading && !problem ? <Nothing narrowed={isNarrowed(bar)} onClear={() => setBar(emptyBar)} /> : null}
      </Card>
    </Page>
  );
}

function Nothing({ narrowed, onClear }: { readonly narrowed: boolean; readonly onClear: () => void }) {
  if (!narrowed) {
    return (
      <Empty title="No entry yet">
        Each decision, each write to a platform and each change of settings leaves one entry here. Entries are chained: none can change or
        vanish unnoticed.
      </Empty>
    );
  }
  return <Empty title="No entry fits this filter" action={<Button onClick={onClear}>Clear the filter</Button>} />;
}
