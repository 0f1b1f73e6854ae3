import type { AdapterRow } from '../../../main/contract/connections.ts';

export type FormField = AdapterRow['fields'][number];
/** What stands in the inputs, by field key. */
export type FormValues = Readonly<Record<string, string>>;
export type FormErrors = Readonly<Record<string, string>>;
export type FormSettings = Record<string, string | number>;

function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** Values an opened form starts with: stored ones, else defaults. A secret always starts empty, because it is never answered. */
export function initialValues(fields: readonly FormField[], stored: Readonly<Record<string, unknown>>): FormValues {
  return Object.fromEntries(
    fields.map((field) => {
      if (field.kind === 'secret') return [field.key, ''];
      return [field.key, asText(stored[field.key] ?? field.default)];
    }),
  );
}

function problemOf(field: FormField, value: string, secretsSet: readonly string[]): string | null {
  if (value === '') {
    const kept = field.kind === 'secret' && secretsSet.includes(field.key);
    return field.required && !kept ? `${field.label} is needed` : null;
  }
  if (field.kind === 'number' && !Number.isFinite(Number(value))) return `${field.label} is a number, such as 30`;
  if (field.kind === 'url' && !URL.canParse(value)) return `${field.label} is a full address, such as https://example.com`;
  return null;
}

/** What is wrong before anything is sent, by field key. */
export function checkValues(fields: readonly FormField[], values: FormValues, secretsSet: readonly string[]): FormErrors {
  const errors: Record<string, string> = {};
  for (const field of fields) {
    const problem = problemOf(field, (values[field.key] ?? '').trim(), secretsSet);
    if (problem !== null) errors[field.key] = problem;
  }
  return errors;
}

/** Settings to save. Empty inputs are left out: an empty secret keeps the stored one, an empty option keeps its default. */
export function toSettings(fields: readonly FormField[], values: FormValues): FormSettings {
  const settings: FormSettings = {};
  for (const field of fields) {
    const raw = values[field.key] ?? '';
    const value = field.kind === 'secret' || field.kind === 'multiline' ? raw : raw.trim();
    if (value === '') continue;
    settings[field.key] = field.kind === 'number' ? Number(value) : value;
  }
  return settings;
}

/** Field messages of a refused save, keyed as the form knows its fields: `settings.token` is the field `token`. */
export function fieldErrors(fields: Readonly<Record<string, string>> | undefined): FormErrors {
  return Object.fromEntries(Object.entries(fields ?? {}).map(([path, message]) => [path.replace(/^settings[./]/, ''), message]));
}
