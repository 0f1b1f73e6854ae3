import { Notification } from 'electron';
import type { Settings } from '../contract/system.ts';
import { type Notice, severities } from '../core/model/notice.ts';

const longestTitle = 40;
const longestBody = 120;

/** Shows notices on this desktop. A click opens the rollout; no notification ever acts by itself. */
export function createNotifier(go: (path: string) => void): { show: (notice: Notice, rolloutId: string, settings: Settings) => void } {
  // A notification that is not referenced is collected, and its click with it.
  const shown = new Map<string, Notification>();
  return {
    show(notice, rolloutId, settings) {
      if (!settings.desktopNotifications || !Notification.isSupported()) return;
      if (severities.indexOf(notice.severity) < severities.indexOf(settings.notifyFrom)) return;
      shown.get(notice.dedupKey)?.close();
      const urgent = notice.severity === 'critical' || notice.severity === 'error';
      const notification = new Notification({
        title: cut(notice.title, longestTitle),
        body: cut(notice.body, longestBody),
        urgency: urgent ? 'critical' : 'normal',
        timeoutType: urgent ? 'never' : 'default',
        actions: [{ type: 'button', text: 'Open' }],
      });
      notification.on('click', () => go(`/rollouts/${rolloutId}`));
      notification.on('action', () => go(`/rollouts/${rolloutId}`));
      notification.on('close', () => shown.delete(notice.dedupKey));
      shown.set(notice.dedupKey, notification);
      notification.show();
    },
  };
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
