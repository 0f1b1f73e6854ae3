import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Card } from '../../parts/card.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { applicationStore } from '../../stores/fleet.ts';
import { useRoleNote } from '../../stores/status.ts';
import { ApplicationCard } from './application-card.tsx';
import { ApplicationDialog } from './application-dialog.tsx';

const everything = {};

/** Applications with their targets: a target is one channel of one application on one platform. */
export function ApplicationsTab() {
  const { answer, loading, problem, askAgain } = applicationStore.use(everything);
  const [adding, setAdding] = useState(false);
  const note = useRoleNote('admin');
  const add = (
    <Button
      leftSection={<IconPlus size={15} aria-hidden />}
      onClick={() => setAdding(true)}
      disabled={note !== null}
      title={note ?? undefined}
    >
      Add application
    </Button>
  );
  return (
    <Page>
      <Card title={answer === null ? 'Applications' : `Applications, ${answer.length}`} aside={add}>
        {problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
        {answer === null && loading ? <Loading rows={4} label="Loading applications" /> : null}
        {answer !== null && answer.length === 0 ? (
          <Empty title="No application yet">
            An application is what a release belongs to. Give it one target for each place it is offered, such as web, desktop and mobile; a
            rollback then takes all of them back together.
          </Empty>
        ) : null}
      </Card>
      {(answer ?? []).map((application) => (
        <ApplicationCard key={application.id} application={application} />
      ))}
      {adding ? <ApplicationDialog application={null} onClose={() => setAdding(false)} /> : null}
    </Page>
  );
}
