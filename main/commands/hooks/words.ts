import type { HookRefusal } from '../../core/model/hook.ts';

/** Why messages were refused, in words. */
export const refusalWords: Readonly<Record<HookRefusal, string>> = {
  address: 'no webhook at this address',
  host: 'sent to another host name',
  origin: 'sent by a web page',
  method: 'not a POST',
  type: 'not application/json',
  size: 'body too large',
  flood: 'too many at once',
  secret: 'secret not in the vault',
  missing: 'headers missing',
  signature: 'wrong signature',
  time: 'too old, or ahead of time',
  replay: 'sent before',
  json: 'not JSON',
  message: 'fields missing',
  release: 'unknown application or version',
  recovery: 'console in recovery',
};
