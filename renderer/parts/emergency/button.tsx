import { Button } from '@mantine/core';
import { IconUrgent } from '@tabler/icons-react';
import type { Containment } from '../../stores/containment.ts';
import { openEmergency } from '../../stores/emergency.ts';
import { useRoleNote } from '../../stores/status.ts';

/** Opens the one confirmation of an emergency for a release; off, with the reason, for who may not press it. */
export function EmergencyButton({ release }: { readonly release: Containment }) {
  const note = useRoleNote('operator');
  const { applicationName, version } = release;
  return (
    <Button
      variant="subtle"
      c="var(--tg-red)"
      leftSection={<IconUrgent size={15} aria-hidden />}
      disabled={note !== null}
      title={note ?? 'Takes it back everywhere at once and pages everybody, after one confirmation'}
      aria-label={`Emergency: take back ${applicationName} ${version}`}
      onClick={() => openEmergency(release)}
    >
      Emergency…
    </Button>
  );
}
