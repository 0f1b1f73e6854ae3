import { z } from 'zod';
import type { AdapterContext } from '../context.ts';
import { BaseUrl, field, Optional } from '../settings-kit.ts';
import { authorization, checkSignIn, HeaderText, type SignIn, signInFields, signInShape } from '../metrics/shared/sign-in.ts';

export interface HttpJsonSettings extends SignIn {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  /** Further headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly keyHeader?: string | undefined;
  readonly key?: string | undefined;
  readonly body?: string | undefined;
  /** Whether a POST may be sent again when its answer got lost. */
  readonly repeatable: boolean;
}

export type HttpJsonContext = AdapterContext<HttpJsonSettings>;

const headerName = /^[A-Za-z0-9-]+$/;

/** `Name: value` lines as headers. Placeholders are refused: a value from a release must never become a header. */
const Headers = Optional.transform((text, context) => {
  const found: Record<string, string> = {};
  for (const line of (text ?? '').split('\n').filter((one) => one.trim() !== '')) {
    const [name = '', ...rest] = line.split(':');
    const value = rest.join(':').trim();
    if (!headerName.test(name.trim()) || rest.length === 0 || !/^[\x20-\x7e]*$/.test(value)) {
      context.addIssue({ code: 'custom', message: 'one header per line, as in Accept-Language: en' });
      return z.NEVER;
    }
    if (/^(authorization|cookie|proxy-authorization|host|content-length)$/i.test(name.trim())) {
      context.addIssue({ code: 'custom', message: `${name.trim()} cannot stand here; use the fields for signing in` });
      return z.NEVER;
    }
    if (value.includes('{{')) {
      context.addIssue({ code: 'custom', message: 'headers take no placeholders; use path or body in the plan' });
      return z.NEVER;
    }
    found[name.trim().toLowerCase()] = value;
  }
  return found;
});

const yesOrNo = z.enum(['no', 'yes']).default('no');

export const settingsFields = [
  field('url', 'Address', 'Plans may add a path to it.', { kind: 'url', placeholder: 'https://metrics.example.com/api' }),
  field('method', 'Method', 'POST for services that want the question as a document.', {
    kind: 'select',
    options: ['GET', 'POST'],
    default: 'GET',
    required: false,
  }),
  field('headers', 'Headers', 'One per line, as in Accept-Language: en. No secrets here.', { kind: 'multiline', required: false }),
  ...signInFields,
  field('keyHeader', 'Key header', 'Name of a header that carries a key, for services without tokens.', {
    required: false,
    placeholder: 'X-Api-Key',
  }),
  field('key', 'Key', 'Value of that header.', { kind: 'secret', required: false }),
  field('body', 'Body', 'Sent with POST, unless the plan has its own.', { kind: 'multiline', required: false }),
  field('repeatable', 'POST may be repeated', 'yes when asking twice does no harm.', {
    kind: 'select',
    options: ['no', 'yes'],
    default: 'no',
    required: false,
  }),
];

export const settingsSchema: z.ZodType<HttpJsonSettings> = z
  .object({
    url: BaseUrl.refine((url) => !url.includes('{{') && !url.includes('#'), {
      message: 'an address without # and placeholders; put those into path in the plan',
    }),
    method: z.enum(['GET', 'POST']).default('GET'),
    headers: Headers,
    ...signInShape,
    keyHeader: Optional.refine((name) => name === undefined || headerName.test(name), {
      message: 'the name of a header, such as X-Api-Key',
    }),
    key: HeaderText,
    body: Optional,
    repeatable: yesOrNo.transform((word) => word === 'yes'),
  })
  .superRefine((value, context) => {
    checkSignIn(value, context);
    if ((value.keyHeader === undefined) !== (value.key === undefined)) {
      context.addIssue({
        code: 'custom',
        path: [value.key === undefined ? 'key' : 'keyHeader'],
        message: 'a key header needs a name and a key',
      });
    }
    if (value.body !== undefined && value.method === 'GET')
      context.addIssue({ code: 'custom', path: ['body'], message: 'only POST has a body' });
  });

/** All headers of a question, the signing ones last so that nothing overrides them. */
export function headersOf(settings: HttpJsonSettings): Record<string, string> {
  const key = settings.keyHeader === undefined || settings.key === undefined ? {} : { [settings.keyHeader.toLowerCase()]: settings.key };
  return { ...settings.headers, ...key, ...authorization(settings) };
}
