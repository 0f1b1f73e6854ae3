import { Drawer } from '@mantine/core';
import type { ApplicationRow, TargetRow } from '../../../main/contract/fleet.ts';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { adapters, connectionList } from '../../stores/connections.ts';
import { TargetForm } from './target-form.tsx';
import { carriesTargets } from './words.ts';

const everything = {};

interface TargetDrawerProps {
  readonly application: ApplicationRow;
  /** Null for a new one. */
  readonly target: TargetRow | null;
  readonly onClose: () => void;
}

/** Adds a target to an application, or changes one. */
export function TargetDrawer({ application, target, onClose }: TargetDrawerProps) {
  const known = adapters.use(everything);
  const connected = connectionList.use(everything);
  const problem = known.problem ?? connected.problem;
  const places = (connected.answer ?? []).filter((row) => carriesTargets(row.kind));
  const title = target ? `Change ${target.name}` : `Add a target to ${application.name}`;
  return (
    <Drawer opened onClose={onClose} position="right" size={460} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      {problem ? (
        <Problem
          problem={problem}
          onRetry={() => {
            known.askAgain();
            connected.askAgain();
          }}
        />
      ) : null}
      {!problem && (known.answer === null || connected.answer === null) ? <Loading rows={5} label="Loading connections" /> : null}
      {known.answer && connected.answer && places.length === 0 ? (
        <Empty title="Connect a platform first">A target lives on a platform or a flag service. Add one under Connections.</Empty>
      ) : null}
      {known.answer && places.length > 0 ? (
        <TargetForm applicationId={application.id} target={target} places={places} adapters={known.answer} onDone={onClose} />
      ) : null}
    </Drawer>
  );
}
