import { z } from 'zod';
import type { CheckRequest } from '../port.ts';

/** Placeholders a check may have put in; `platform` is the surface, such as web. */
const names = ['application', 'release', 'channel', 'platform'] as const;
const pattern = /\{\{\s*(\w+)\s*\}\}/g;

/** Text whose placeholders are all known. */
export const Template = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .superRefine((text, context) => {
    for (const [whole, name] of text.matchAll(pattern)) {
      if (names.some((known) => known === name)) continue;
      context.addIssue({ code: 'custom', message: `${whole} is not known; use ${names.map((known) => `{{${known}}}`).join(', ')}` });
    }
  });

/** Text with the values of a request put in, each passed through `encode` for its place. */
export function fill(text: string, request: CheckRequest, encode: (value: string) => string = (value) => value): string {
  const values = { application: request.application, release: request.release, channel: request.channel, platform: request.surface };
  return text.replace(pattern, (whole: string, name: string) => {
    const known = names.find((one) => one === name);
    return known === undefined ? whole : encode(values[known]);
  });
}
