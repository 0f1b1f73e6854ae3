import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { AnswerOf } from '../../../../main/contract/index.ts';
import { Card, CardRow } from '../../../parts/card.tsx';
import { Page } from '../../../parts/page.tsx';
import { Empty, Loading, Note, Problem } from '../../../parts/states.tsx';
import { hookStore } from '../../../stores/hooks.ts';
import { useRoleNote } from '../../../stores/status.ts';
import { CreateDialog } from './create-dialog.tsx';
import { HookLine, Refusals } from './hook-line.tsx';

const everything = {};

/** Ways in for programs that take a release back with a signed message. */
export function WebhooksTab() {
  const { answer, loading, problem, askAgain } = hookStore.use(everything);
  const [adding, setAdding] = useState(false);
  const add = () => setAdding(true);
  return (
    <Page>
      {answer === null ? (
        <Card title="Webhooks">
          {problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
          {loading && !problem ? <Loading rows={4} label="Loading webhooks" /> : null}
        </Card>
      ) : (
        <>
          {problem ? <Note tone="warning">This is the last known answer. {problem.message}</Note> : null}
          <Listed listed={answer} onAdd={add} />
        </>
      )}
      {adding ? <CreateDialog onClose={() => setAdding(false)} /> : null}
    </Page>
  );
}

function AddButton({ onAdd }: { readonly onAdd: () => void }) {
  const note = useRoleNote('admin');
  return (
    <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={onAdd} disabled={note !== null} title={note ?? undefined}>
      Add webhook
    </Button>
  );
}

function Listed({ listed, onAdd }: { readonly listed: AnswerOf<'hooks.list'>; readonly onAdd: () => void }) {
  const { hooks, elsewhere } = listed;
  if (hooks.length === 0) {
    return (
      <Card title="Webhooks">
        <Empty title="No program may take a release back" action={<AddButton onAdd={onAdd} />}>
          A webhook lets one, such as a workflow on GitHub, press the emergency of one application with a signed message. Until one exists
          the path is closed.
        </Empty>
      </Card>
    );
  }
  return (
    <>
      <Card
        title="Webhooks"
        aside={
          <>
            <span>a verified message is an emergency press</span>
            <AddButton onAdd={onAdd} />
          </>
        }
      >
        {hooks.map((hook) => (
          <HookLine key={hook.id} hook={hook} />
        ))}
      </Card>
      {elsewhere.length === 0 ? null : (
        <Card title="Refused at other addresses" aside={<span>no webhook is there</span>}>
          <CardRow>
            <Refusals refusals={elsewhere} />
          </CardRow>
        </Card>
      )}
    </>
  );
}
