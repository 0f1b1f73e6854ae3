import type { QueryScope } from './port.ts';

const pattern = /\{\{\s*(application|release|channel|platform)\s*\}\}/g;

/** Text with the scope's values put in, each escaped for the language it stands in. */
export function fillIn(text: string, scope: QueryScope, escape: (value: string) => string): string {
  return text.replace(pattern, (whole, name: string) => {
    switch (name) {
      case 'application':
      case 'release':
      case 'channel':
      case 'platform':
        return escape(scope[name]);
      default:
        return whole;
    }
  });
}
