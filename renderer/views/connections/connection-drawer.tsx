import { Drawer } from '@mantine/core';
import { useState } from 'react';
import type { AdapterRow } from '../../../main/contract/connections.ts';
import type { ConnectionRow } from '../../../main/contract/shapes.ts';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { adapters } from '../../stores/connections.ts';
import { AdapterChoice } from './adapter-choice.tsx';
import { ConnectionForm } from './connection-form.tsx';

const everything = {};

interface ConnectionDrawerProps {
  /** Null for a new one. */
  readonly connection: ConnectionRow | null;
  readonly onClose: () => void;
}

/** Adds a connection (choose, then fill in) or changes one. */
export function ConnectionDrawer({ connection, onClose }: ConnectionDrawerProps) {
  const { answer, loading, problem, askAgain } = adapters.use(everything);
  const [chosen, setChosen] = useState<AdapterRow | null>(null);
  const adapter = connection ? (answer?.find((one) => one.id === connection.adapter) ?? null) : chosen;
  const title = connection ? `Change ${connection.name}` : adapter ? `Connect ${adapter.label}` : 'Add a connection';
  return (
    <Drawer opened onClose={onClose} position="right" size={460} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      {problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {answer === null && loading ? <Loading rows={5} label="Loading adapters" /> : null}
      {answer && connection && !adapter ? (
        <Empty title="This adapter is not part of this version">It is stored as {connection.adapter}. It can still be removed.</Empty>
      ) : null}
      {answer && !connection && !adapter ? <AdapterChoice adapters={answer} onChoose={setChosen} /> : null}
      {adapter ? (
        <ConnectionForm
          key={adapter.id}
          adapter={adapter}
          connection={connection}
          onBack={connection ? null : () => setChosen(null)}
          onDone={onClose}
        />
      ) : null}
    </Drawer>
  );
}
