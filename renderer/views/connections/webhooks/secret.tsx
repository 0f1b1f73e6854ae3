import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { HookRow } from '../../../../main/contract/hooks.ts';
import { Note } from '../../../parts/states.tsx';
import classes from './webhooks.module.css';

function Copied({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <div className={classes.copied}>
      <code>{text}</code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button
            size="compact-xs"
            onClick={copy}
            aria-label={`Copy ${what}`}
            leftSection={copied ? <IconCheck size={13} aria-hidden /> : <IconCopy size={13} aria-hidden />}
          >
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}

const setUps: Readonly<Record<HookRow['shape'], string>> = {
  github: 'In the repository: Settings, Webhooks, content type application/json, this secret, the event “Repository dispatches”.',
  standard: 'Any sender of Standard Webhooks: messages of type auto-rollback with version and reason in data.',
};

/** Where to post, and the secret; it is seen here and never again. */
export function SecretOnce({ hook, secret }: { readonly hook: HookRow; readonly secret: string | null }) {
  return (
    <div className={classes.once}>
      <p>{setUps[hook.shape]}</p>
      <div>
        <div className={classes.label}>Path at the address of this console, or of the proxy before it</div>
        <Copied text={hook.path} what="the path" />
      </div>
      {secret === null ? (
        <Note tone="warning">The secret was shown at the first press. Give the webhook a new one if it was not kept.</Note>
      ) : (
        <div>
          <div className={classes.label}>Secret, shown this once and kept in the vault</div>
          <Copied text={secret} what="the secret" />
        </div>
      )}
    </div>
  );
}
