import { Button, Group, Stack, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useState } from 'react';
import type { AdapterRow } from '../../../main/contract/connections.ts';
import type { ConnectionRow } from '../../../main/contract/shapes.ts';
import { ProblemNote } from '../../parts/states.tsx';
import { testConnection } from '../../stores/connection-tests.ts';
import { connectionList } from '../../stores/connections.ts';
import { usePress } from '../../stores/press.ts';
import { Fields } from './fields.tsx';
import { checkValues, fieldErrors, initialValues, toSettings } from './form.ts';

interface ConnectionFormProps {
  readonly adapter: AdapterRow;
  readonly connection: ConnectionRow | null;
  readonly onBack: (() => void) | null;
  readonly onDone: () => void;
}

/** The form an adapter's fields draw. Saving tests the connection at once, which changes nothing at the far side. */
export function ConnectionForm({ adapter, connection, onBack, onDone }: ConnectionFormProps) {
  const secretsSet = connection?.secretsSet ?? [];
  const [name, setName] = useState(connection?.name ?? adapter.label);
  const [values, setValues] = useState(() => initialValues(adapter.fields, connection?.settings ?? {}));
  const [checked, setChecked] = useState(false);
  const press = usePress('connections.save');
  const own = { ...checkValues(adapter.fields, values, secretsSet), ...(name.trim() === '' ? { name: 'A name is needed' } : {}) };
  const errors = { ...fieldErrors(press.problem?.fields), ...(checked ? own : {}) };
  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setChecked(true);
    if (Object.keys(own).length > 0) return;
    const settings = toSettings(adapter.fields, values);
    const result = await press.run({ id: connection?.id ?? null, adapter: adapter.id, name: name.trim(), settings });
    if (!result?.ok) return;
    connectionList.askAgain();
    void testConnection(result.answer.id);
    onDone();
  }
  return (
    <form onSubmit={(event) => void save(event)} noValidate>
      <Stack gap="md">
        <TextInput
          label="Name"
          description="Plans find a source by this name"
          required
          data-autofocus
          maxLength={100}
          value={name}
          error={errors['name']}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Fields fields={adapter.fields} values={values} errors={errors} secretsSet={secretsSet} onChange={setValues} />
        {press.problem ? <ProblemNote problem={press.problem} /> : null}
        <Group justify="flex-end" gap="xs">
          <Button onClick={onBack ?? onDone}>{onBack ? 'Back' : 'Leave it'}</Button>
          <Button type="submit" variant="filled" loading={press.pending}>
            Save and test
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
