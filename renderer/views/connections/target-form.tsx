import { Button, Group, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { ProblemNote } from '../../parts/states.tsx';
import { Fields } from './fields.tsx';
import type { FormErrors } from './form.ts';
import { useTargetForm } from './use-target-form.ts';
import type { TargetDraft, TargetFormInput } from './use-target-form.ts';

/** Where a target lives, which channel it is, and what its platform needs to know. */
export function TargetForm(input: TargetFormInput) {
  const form = useTargetForm(input);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.save();
      }}
    >
      <Stack gap="md">
        <Select
          label="Connection"
          required
          allowDeselect={false}
          data={input.places.map((place) => ({ value: place.id, label: `${place.name} (${place.adapterLabel})` }))}
          value={form.draft.connectionId}
          error={form.errors['connectionId']}
          onChange={(connectionId) => form.change({ connectionId: connectionId ?? '' })}
        />
        <Names draft={form.draft} errors={form.errors} onChange={form.change} />
        <Fields fields={form.fields} values={form.values} errors={form.errors} secretsSet={[]} onChange={form.setValues} />
        <NumberInput
          label="Population"
          description="Users on this target, so that shares can be told in users; empty when unknown"
          min={0}
          allowDecimal={false}
          thousandSeparator=","
          hideControls
          value={form.draft.population}
          error={form.errors['population']}
          onChange={(population) => form.change({ population: String(population) })}
        />
        {form.problem ? <ProblemNote problem={form.problem} /> : null}
        <Group justify="flex-end" gap="xs">
          <Button onClick={input.onDone}>Leave it</Button>
          <Button type="submit" variant="filled" loading={form.pending}>
            {input.target ? 'Save target' : 'Add target'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface NamesProps {
  readonly draft: TargetDraft;
  readonly errors: FormErrors;
  readonly onChange: (part: Partial<TargetDraft>) => void;
}

function Names({ draft, errors, onChange }: NamesProps) {
  return (
    <>
      <TextInput
        label="Name"
        description="As its lane shows it, such as Web or Desktop stable"
        required
        maxLength={100}
        value={draft.name}
        error={errors['name']}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <TextInput
        label="Channel"
        description="As the metrics label it: stable, beta, alpha"
        required
        maxLength={100}
        value={draft.channel}
        error={errors['channel']}
        onChange={(event) => onChange({ channel: event.currentTarget.value })}
      />
    </>
  );
}
