import { Modal } from '@mantine/core';
import type { AnswerOf } from '../../../main/contract/index.ts';
import { useState } from 'react';
import type { Containment } from '../../stores/containment.ts';
import { closeContainment, useContainment } from '../../stores/containment.ts';
import { Confirmation } from './confirmation.tsx';
import { Progress } from './progress.tsx';

type Answer = AnswerOf<'rollouts.rollback'>;

function OpenDialog({ containment }: { readonly containment: Containment }) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const name = `${containment.applicationName} ${containment.version}`;
  return (
    <Modal
      opened
      size={640}
      onClose={closeContainment}
      closeOnClickOutside={false}
      title={answer === null ? `Roll back ${name}` : `Rolling back ${name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {answer === null ? <Confirmation containment={containment} onDone={setAnswer} /> : <Progress answer={answer} release={containment} />}
    </Modal>
  );
}

/** The one confirmation of the console, and then its progress. Mounted once by the shell. */
export function ContainmentDialog() {
  const containment = useContainment((state) => state.open);
  if (!containment) return null;
  return <OpenDialog key={`${containment.applicationId}@${containment.version}`} containment={containment} />;
}
