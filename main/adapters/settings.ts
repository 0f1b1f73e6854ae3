import type { z } from 'zod';

/** One setting as data: the form, the check and the vault are all drawn from it. */
export interface SettingSpec {
  readonly key: string;
  readonly label: string;
  readonly kind: 'text' | 'url' | 'secret' | 'number' | 'select' | 'multiline';
  readonly required: boolean;
  readonly help: string;
  readonly placeholder?: string;
  readonly options?: readonly string[];
  readonly default?: string | number;
}

/** Settings of an adapter: the list a form shows and the schema a value must pass, secrets included. */
export interface SettingsOf<S> {
  readonly fields: readonly SettingSpec[];
  readonly schema: z.ZodType<S>;
}
