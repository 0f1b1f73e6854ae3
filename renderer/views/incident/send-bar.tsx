import { Button, Select } from '@mantine/core';
import { IconCopy, IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import type { NoticeAlert } from '../../../main/core/model/notice.ts';
import { messageReceivers } from '../../stores/aftermath.ts';
import classes from './communication.module.css';

const everything = {};
const acts: { value: NoticeAlert['act']; label: string }[] = [
  { value: 'trigger', label: 'Page people' },
  { value: 'acknowledge', label: 'Acknowledge the page' },
  { value: 'resolve', label: 'Resolve the page' },
];

interface SendBarProps {
  readonly ready: boolean;
  /** Why nothing can be sent, or null. */
  readonly note: string | null;
  readonly pending: boolean;
  readonly onCopy: () => void;
  readonly onSend: (receiver: string, alert: NoticeAlert['act'] | null) => void;
}

/** Copy, or send through a connection that tells people; the button names the one it goes to. */
export function SendBar({ ready, note, pending, onCopy, onSend }: SendBarProps) {
  const receivers = messageReceivers.use(everything).answer ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [act, setAct] = useState<NoticeAlert['act'] | null>(null);
  const receiver = receivers.find((one) => one.connectionId === chosen) ?? receivers[0] ?? null;
  const title = note ?? undefined;
  return (
    <div className={classes.bar}>
      <Button leftSection={<IconCopy size={15} aria-hidden />} disabled={!ready} title={title} loading={pending} onClick={onCopy}>
        Copy
      </Button>
      <span className={classes.gap} />
      {receiver === null ? (
        <span className={classes.hint}>To send it from here, add Slack, PagerDuty or a webhook in Connections.</span>
      ) : (
        <>
          {receivers.length > 1 ? (
            <Select
              aria-label="Send through"
              allowDeselect={false}
              w={170}
              data={receivers.map((one) => ({ value: one.connectionId, label: one.name }))}
              value={receiver.connectionId}
              onChange={setChosen}
            />
          ) : null}
          {receiver.pages ? (
            <Select
              aria-label="What it does to the page"
              placeholder="What it does to the page"
              w={190}
              data={acts}
              value={act}
              onChange={(next) => setAct(acts.find(({ value }) => value === next)?.value ?? null)}
            />
          ) : null}
          <Button
            variant="filled"
            leftSection={<IconSend size={15} aria-hidden />}
            disabled={!ready || (receiver.pages && act === null)}
            title={title}
            loading={pending}
            onClick={() => onSend(receiver.connectionId, receiver.pages ? act : null)}
          >
            Send through {receiver.name}
          </Button>
        </>
      )}
    </div>
  );
}
