import { z } from 'zod';
import type { QueryScope } from '../port.ts';

export const scopeNames = ['application', 'release', 'channel', 'platform'] as const;
type ScopeName = (typeof scopeNames)[number];

const pattern = /\{\{\s*(\w+)\s*\}\}/g;

function isScopeName(name: string): name is ScopeName {
  return scopeNames.some((one) => one === name);
}

/** Text with the scope's values put in, each escaped by its place: `at` is where the placeholder begins. Others stay as they are. */
export function fillIn(text: string, scope: QueryScope, escape: (value: string, at: number) => string): string {
  return text.replace(pattern, (whole: string, name: string, at: number) => (isScopeName(name) ? escape(scope[name], at) : whole));
}

/** Text whose placeholders are all known: a misspelt one would otherwise be sent as it stands and find nothing. */
export function templateOf(more: readonly string[] = []): z.ZodType<string> {
  const known: readonly string[] = [...scopeNames, ...more];
  return z
    .string()
    .min(1, 'must not be empty')
    .superRefine((text, context) => {
      for (const [whole, name] of text.matchAll(pattern)) {
        if (name === undefined || known.includes(name)) continue;
        context.addIssue({ code: 'custom', message: `${whole} is not known; use ${known.map((one) => `{{${one}}}`).join(', ')}` });
      }
    });
}
