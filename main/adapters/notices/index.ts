import type { NoticeAdapter } from './port.ts';
import { pagerduty } from './pagerduty.ts';
import { signedWebhook } from './signed-webhook.ts';
import { slackWebhook } from './slack-webhook.ts';

/** Every way to tell people that Tidegate knows, besides its own desktop: one file and one line each. */
export const notices = [slackWebhook, pagerduty, signedWebhook] as const;

/** The adapter with this id. Throws on an unknown one. */
export function noticeById(id: string): NoticeAdapter<unknown> {
  const found = notices.find((adapter) => adapter.id === id);
  if (found === undefined) throw new Error(`There is no notice adapter ${id}. Known: ${notices.map((adapter) => adapter.id).join(', ')}.`);
  return found;
}

/** Whether the service behind this adapter keeps alerts open until they are resolved. */
export function keepsAlerts(id: string): boolean {
  const known: readonly NoticeAdapter<unknown>[] = notices;
  return known.some((adapter) => adapter.id === id && adapter.alerts === true);
}
