import { NumberInput, PasswordInput, Select, Textarea, TextInput } from '@mantine/core';
import type { FormErrors, FormField, FormValues } from './form.ts';

interface FieldsProps {
  readonly fields: readonly FormField[];
  readonly values: FormValues;
  readonly errors: FormErrors;
  /** Keys of secrets that are in the vault. */
  readonly secretsSet: readonly string[];
  readonly onChange: (values: FormValues) => void;
}

/** Inputs of an adapter, drawn from its field data. */
export function Fields({ fields, values, errors, secretsSet, onChange }: FieldsProps) {
  return fields.map((field) => (
    <Field
      key={field.key}
      field={field}
      value={values[field.key] ?? ''}
      error={errors[field.key]}
      stored={secretsSet.includes(field.key)}
      onChange={(value) => onChange({ ...values, [field.key]: value })}
    />
  ));
}

interface FieldProps {
  readonly field: FormField;
  readonly value: string;
  readonly error: string | undefined;
  readonly stored: boolean;
  readonly onChange: (value: string) => void;
}

function Field({ field, value, error, stored, onChange }: FieldProps) {
  const shared = {
    label: field.label,
    description: field.help,
    required: field.required && !(field.kind === 'secret' && stored),
    value,
    error,
    ...(field.placeholder === undefined ? {} : { placeholder: field.placeholder }),
  };
  const typed = (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value);
  switch (field.kind) {
    case 'secret': {
      const kept = stored ? { placeholder: 'Stored; leave empty to keep it' } : {};
      return (
        <PasswordInput
          {...shared}
          {...kept}
          autoComplete="off"
          onChange={typed}
          visibilityToggleButtonProps={{ 'aria-label': `Show ${field.label}` }}
        />
      );
    }
    case 'number':
      return <NumberInput {...shared} hideControls onChange={(next) => onChange(String(next))} />;
    case 'select':
      return (
        <Select {...shared} value={value === '' ? null : value} data={field.options ?? []} onChange={(next) => onChange(next ?? '')} />
      );
    case 'multiline':
      return <Textarea {...shared} autosize minRows={3} maxRows={10} onChange={typed} />;
    case 'url':
      return <TextInput {...shared} type="url" inputMode="url" onChange={typed} />;
    case 'text':
      return <TextInput {...shared} onChange={typed} />;
  }
}
