import { z } from 'zod';
import { AdapterError } from './errors.ts';
import { parseServiceAccount, type GoogleSettings } from './http/google-auth.ts';
import type { SettingSpec } from './settings.ts';

/** An address without a slash at its end. */
export const BaseUrl = z.url({ protocol: /^https?$/, message: 'an address like https://…' }).transform((url) => url.replace(/\/+$/, ''));

/** A field that may be left out or left empty. */
export const Optional = z
  .string()
  .optional()
  .transform((value) => (value === undefined || value.trim() === '' ? undefined : value.trim()));

export const Required = z.string().trim().min(1, 'must not be empty');

/** A text field of a form. */
export function field(key: string, label: string, help: string, more: Partial<SettingSpec> = {}): SettingSpec {
  return { key, label, kind: 'text', required: true, help, ...more };
}

/** How a Google connection signs in. */
export const googleFields: readonly SettingSpec[] = [
  field('serviceAccount', 'Service account key', 'The whole JSON key file of a service account made for Tidegate.', {
    kind: 'secret',
    required: false,
  }),
  field('accessToken', 'Access token', 'Instead of a key file: a token that somebody else renews.', { kind: 'secret', required: false }),
];

/** Notes what is wrong with the credentials of a Google connection at the field that has to change. */
export function credentialProblem(settings: GoogleSettings, context: z.core.$RefinementCtx): void {
  if (settings.serviceAccount === undefined) {
    if (settings.accessToken !== undefined) return;
    context.addIssue({ code: 'custom', path: ['serviceAccount'], message: 'paste a service account key, or an access token below' });
    return;
  }
  try {
    parseServiceAccount(settings.serviceAccount);
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    context.addIssue({ code: 'custom', path: ['serviceAccount'], message: error.message });
  }
}
