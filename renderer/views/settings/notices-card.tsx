import { Select, Switch } from '@mantine/core';
import type { Settings } from '../../../main/contract/system.ts';
import { Card } from '../../parts/card.tsx';
import { Setting } from './setting.tsx';
import type { SaveSettings } from './use-settings.ts';

const levels: { value: Settings['notifyFrom']; label: string }[] = [
  { value: 'info', label: 'Everything, completed releases included' },
  { value: 'warning', label: 'Holds, drift, silent sources and worse' },
  { value: 'error', label: 'Rollbacks and failed actions' },
  { value: 'critical', label: 'Emergencies only' },
];

const rehearsals = [
  { value: '0', label: 'Never' },
  { value: '7', label: 'After 7 days' },
  { value: '14', label: 'After 14 days' },
  { value: '30', label: 'After 30 days' },
  { value: '60', label: 'After 60 days' },
  { value: '90', label: 'After 90 days' },
];

const channels: { value: Settings['updateChannel']; label: string }[] = [
  { value: 'stable', label: 'Stable' },
  { value: 'beta', label: 'Beta: a few days earlier' },
  { value: 'alpha', label: 'Alpha: every build' },
];

const reminders = [
  { value: '3', label: 'After 3 days' },
  { value: '7', label: 'After 7 days' },
  { value: '14', label: 'After 14 days' },
  { value: '30', label: 'After 30 days' },
  { value: '0', label: 'Never' },
];

/** Another number of days may have been set elsewhere: it is shown as it is. */
function reminderChoices(days: number): typeof reminders {
  const known = reminders.some(({ value }) => value === String(days));
  return known ? reminders : [{ value: String(days), label: `After ${days} days` }, ...reminders];
}

/** When the desktop speaks up, and which updates of Tidegate itself are taken. */
export function NoticesCard({ settings }: { readonly settings: SaveSettings }) {
  const { shown } = settings;
  return (
    <>
      <Card title="Desktop notifications">
        <Setting name="Show notifications" help="Shown by the desktop app; connected notices such as Slack are told either way.">
          <Switch
            aria-label="Show notifications"
            checked={shown.desktopNotifications}
            onChange={(event) => void settings.save({ desktopNotifications: event.currentTarget.checked })}
          />
        </Setting>
        <Setting name="Notify about">
          <Select
            aria-label="Notify about"
            allowDeselect={false}
            disabled={!shown.desktopNotifications}
            data={levels}
            value={shown.notifyFrom}
            onChange={(chosen) => {
              const level = levels.find((one) => one.value === chosen);
              if (level) void settings.save({ notifyFrom: level.value });
            }}
          />
        </Setting>
      </Card>
      <Card title="Fire drills">
        <Setting name="Remind of a drill" help="On Home, when none was played to its end for that long.">
          <Select
            aria-label="Remind of a drill"
            allowDeselect={false}
            data={rehearsals}
            value={String(shown.drillEveryDays)}
            onChange={(chosen) => {
              if (chosen !== null) void settings.save({ drillEveryDays: Number(chosen) });
            }}
          />
        </Setting>
      </Card>
      <AfterRollback settings={settings} />
      <Card title="Updates of Tidegate">
        <Setting name="Channel" help="The desktop app updates itself from this channel; an update is installed when you quit.">
          <Select
            aria-label="Update channel"
            allowDeselect={false}
            data={channels}
            value={shown.updateChannel}
            onChange={(chosen) => {
              const channel = channels.find((one) => one.value === chosen);
              if (channel) void settings.save({ updateChannel: channel.value });
            }}
          />
        </Setting>
      </Card>
    </>
  );
}

/** When the reminder of a post-mortem gets more weight. */
function AfterRollback({ settings }: { readonly settings: SaveSettings }) {
  const { shown } = settings;
  return (
    <Card title="After a rollback">
      <Setting name="Post-mortem is due" help="Home reminds of it until somebody closes it, and with more weight once it is due.">
        <Select
          aria-label="Post-mortem is due"
          allowDeselect={false}
          data={reminderChoices(shown.postmortemDays)}
          value={String(shown.postmortemDays)}
          onChange={(chosen) => void settings.save({ postmortemDays: Number(chosen) })}
        />
      </Setting>
    </Card>
  );
}
