import { Button, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { listInWords } from '../../../main/core/words.ts';
import { afterColon } from '../../format.ts';
import type { Containment } from '../../stores/containment.ts';
import { connectionList } from '../../stores/connections.ts';
import { containmentStore, exposureStore } from '../../stores/containments.ts';
import { closeEmergency } from '../../stores/emergency.ts';
import { usePress } from '../../stores/press.ts';
import { useRoleNote, useStatus } from '../../stores/status.ts';
import { DangerButton } from '../danger-button.tsx';
import { DialogFoot } from '../dialog-foot.tsx';
import { Note, ProblemNote } from '../states.tsx';
import { RelativeTime } from '../time.tsx';
import classes from './emergency.module.css';

const everything = {};
const shortestReason = 3;

/** Who is paged, by the notice connections there are. */
function Paged() {
  const { answer } = connectionList.use(everything);
  if (answer === null) return <>Pages everybody who can be told.</>;
  const names = answer.filter((row) => row.kind === 'notice').map((row) => row.name);
  if (names.length === 0) return <>Nobody can be paged: no notice connection is set. This desktop shows it.</>;
  return (
    <>
      Pages everybody through <strong>{listInWords(names)}</strong>, and opens an incident of severity P0.
    </>
  );
}

/** Says in one breath what the press does: where, how many users, and who is paged. */
function Lead({ release }: { readonly release: Containment }) {
  const { applicationId, applicationName, version } = release;
  const { answer } = containmentStore.use({ applicationId, version });
  const exposure = exposureStore.use({ applicationId, version }).answer;
  const targets = answer?.targets.filter((row) => row.standing !== 'contained').map((row) => row.targetName) ?? [];
  return (
    <div className={classes.lead}>
      <p>
        Takes{' '}
        <strong>
          {applicationName} {version}
        </strong>{' '}
        back at once on <strong>{targets.length === 0 ? 'every target that has it' : listInWords(targets)}</strong>, by the best act each
        platform still allows, and tries again what was refused before.
      </p>
      {exposure === null ? null : <p>On it now: {afterColon(exposure.now.says)}</p>}
      <p>
        <Paged />
      </p>
    </div>
  );
}

function Offline() {
  const since = useStatus()?.offlineSince ?? null;
  if (since === null) return null;
  return (
    <Note tone="warning">
      No platform has answered since <RelativeTime at={since} />. A press is kept and nothing is sent until they answer; use the platforms’
      own consoles if you can reach them.
    </Note>
  );
}

interface ConfirmationProps {
  readonly release: Containment;
  readonly onDone: () => void;
}

/** Names application, version, targets and users, says who is paged, asks for a reason, and has one red button. Waits for no platform. */
export function Confirmation({ release, onDone }: ConfirmationProps) {
  const { applicationId, version } = release;
  const press = usePress('rollouts.emergency');
  const note = useRoleNote('operator');
  const [reason, setReason] = useState(release.suggestion);
  const fits = reason.trim().length >= shortestReason;
  async function send(): Promise<void> {
    if (!fits || note !== null) return;
    const result = await press.run({ applicationId, version, reason: reason.trim() });
    if (result?.ok) onDone();
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Stack gap="md">
        <Lead release={release} />
        <Offline />
        <Textarea
          label="Reason"
          description="Kept in the audit and sent with the page"
          data-autofocus
          required
          autosize
          minRows={2}
          maxRows={6}
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={fits ? null : 'Say why in at least three characters'}
        />
        {note === null ? null : <Note tone="warning">{note}.</Note>}
        {press.problem ? <ProblemNote problem={press.problem} /> : null}
        <DialogFoot>
          <Button onClick={closeEmergency}>Leave it running</Button>
          <DangerButton type="submit" disabled={!fits || note !== null} loading={press.pending}>
            Take it back and page everybody
          </DangerButton>
        </DialogFoot>
      </Stack>
    </form>
  );
}
