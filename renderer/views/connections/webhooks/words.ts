import type { HookRow } from '../../../../main/contract/hooks.ts';

/** How messages are signed, in words. */
export const shapeWords: Readonly<Record<HookRow['shape'], string>> = { github: 'GitHub', standard: 'Standard Webhooks' };
