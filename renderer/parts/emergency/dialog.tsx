import { Modal } from '@mantine/core';
import { useState } from 'react';
import type { Containment } from '../../stores/containment.ts';
import { closeEmergency, useEmergency } from '../../stores/emergency.ts';
import { Confirmation } from './confirmation.tsx';
import { Result } from './result.tsx';

function OpenDialog({ release }: { readonly release: Containment }) {
  const [pressed, setPressed] = useState(false);
  const name = `${release.applicationName} ${release.version}`;
  return (
    <Modal
      opened
      size={640}
      onClose={closeEmergency}
      closeOnClickOutside={false}
      title={pressed ? `Emergency: taking back ${name}` : `Emergency: take back ${name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {pressed ? <Result release={release} /> : <Confirmation release={release} onDone={() => setPressed(true)} />}
    </Modal>
  );
}

/** The one confirmation of an emergency, and then how far it has come. Mounted once by the shell. */
export function EmergencyDialog() {
  const release = useEmergency((state) => state.open);
  if (!release) return null;
  return <OpenDialog key={`${release.applicationId}@${release.version}`} release={release} />;
}
