import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useState } from 'react';
import type { ApplicationRow } from '../../../main/contract/fleet.ts';
import type { AnswerOf } from '../../../main/contract/index.ts';
import { atHead } from '../../format.ts';
import { ProblemNote } from '../../parts/states.tsx';
import { usePress } from '../../stores/press.ts';

type Endpoint = AnswerOf<'fleet.endpoints'>[number];

const whole = 'application';

interface EndpointDialogProps {
  readonly application: ApplicationRow;
  /** Null for a new one. */
  readonly endpoint: Endpoint | null;
  /** Those that are set already: a place has one. */
  readonly taken: readonly Endpoint[];
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Places that have no endpoint yet, and the one that is being changed. */
function placesOf({ application, endpoint, taken }: EndpointDialogProps): { readonly value: string; readonly label: string }[] {
  const all = [
    { value: whole, label: 'Whole application' },
    ...application.targets.map((target) => ({ value: target.id, label: atHead(target.name) })),
  ];
  if (endpoint !== null) return all.filter(({ value }) => value === (endpoint.targetId ?? whole));
  return all.filter(({ value }) => !taken.some((one) => (one.targetId ?? whole) === value));
}

/** Sets, changes or forgets the address that says how an application, or one target of it, is. */
export function EndpointDialog(props: EndpointDialogProps) {
  const { application, endpoint, onDone, onClose } = props;
  const places = placesOf(props);
  const [place, setPlace] = useState(places[0]?.value ?? null);
  const [healthUrl, setHealthUrl] = useState(endpoint?.healthUrl ?? '');
  const [text, setText] = useState(endpoint?.text ?? '');
  const press = usePress('fleet.saveEndpoint');
  async function save(url: string | null): Promise<void> {
    const targetId = place === whole ? null : place;
    const wanted = text.trim() === '' ? null : text.trim();
    const result = await press.run({ applicationId: application.id, targetId, healthUrl: url, text: url === null ? null : wanted });
    if (!result?.ok) return;
    onDone();
    onClose();
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (place !== null && healthUrl.trim() !== '') void save(healthUrl.trim());
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={endpoint === null ? `Health endpoint of ${application.name}` : `Change the health endpoint of ${application.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <Select label="Place" data={places} value={place} onChange={setPlace} allowDeselect={false} disabled={endpoint !== null} />
          <TextInput
            label="Address"
            description="Asked with GET and without a name or password, once a release was taken back and at a press"
            placeholder="https://app.example.com/health"
            required
            data-autofocus
            maxLength={2000}
            value={healthUrl}
            error={press.problem?.fields?.['healthUrl']}
            onChange={(event) => setHealthUrl(event.currentTarget.value)}
          />
          <TextInput
            label="What its answer must contain"
            description="Such as the version to be back on; empty when any answer of 2xx will do"
            maxLength={200}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {press.problem ? <ProblemNote problem={press.problem} /> : null}
          <Foot
            known={endpoint !== null}
            ready={place !== null && healthUrl.trim() !== ''}
            pending={press.pending}
            onForget={() => void save(null)}
            onClose={onClose}
          />
        </Stack>
      </form>
    </Modal>
  );
}

interface FootProps {
  readonly known: boolean;
  readonly ready: boolean;
  readonly pending: boolean;
  readonly onForget: () => void;
  readonly onClose: () => void;
}

function Foot({ known, ready, pending, onForget, onClose }: FootProps) {
  return (
    <Group justify="flex-end" gap="xs">
      {known ? (
        <Button variant="subtle" color="gray" mr="auto" disabled={pending} onClick={onForget}>
          Forget it
        </Button>
      ) : null}
      <Button onClick={onClose}>Leave it</Button>
      <Button type="submit" variant="filled" loading={pending} disabled={!ready}>
        Save endpoint
      </Button>
    </Group>
  );
}
