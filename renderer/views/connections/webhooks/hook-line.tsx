import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { HookRow } from '../../../../main/contract/hooks.ts';
import { count } from '../../../format.ts';
import { CardRow } from '../../../parts/card.tsx';
import { RemoveDialog } from '../../../parts/remove-dialog.tsx';
import { DueTime, RelativeTime } from '../../../parts/time.tsx';
import { hookStore } from '../../../stores/hooks.ts';
import { useRoleNote } from '../../../stores/status.ts';
import { RotateDialog } from './rotate-dialog.tsx';
import classes from './webhooks.module.css';
import { shapeWords } from './words.ts';

/** One webhook: whose releases it takes back, when it was used, what it refused, and what can be done with it. */
export function HookLine({ hook }: { readonly hook: HookRow }) {
  const [doing, setDoing] = useState<'rotate' | 'remove' | null>(null);
  const note = useRoleNote('admin');
  return (
    <CardRow>
      <div className={classes.line}>
        <div>
          <div className={classes.name}>{hook.name}</div>
          <div className={classes.quiet}>
            {hook.applicationName}, {shapeWords[hook.shape]}
          </div>
        </div>
        <Use hook={hook} />
        <Refusals refusals={hook.refusals} />
        <div className={classes.buttons}>
          <Button
            aria-label={`New secret for ${hook.name}`}
            disabled={note !== null}
            title={note ?? undefined}
            onClick={() => setDoing('rotate')}
          >
            New secret…
          </Button>
          <Tooltip label={note ?? 'Remove'}>
            <ActionIcon aria-label={`Remove ${hook.name}`} disabled={note !== null} onClick={() => setDoing('remove')}>
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </div>
      </div>
      {doing === 'rotate' ? <RotateDialog hook={hook} onClose={() => setDoing(null)} /> : null}
      {doing === 'remove' ? <Remove hook={hook} onClose={() => setDoing(null)} /> : null}
    </CardRow>
  );
}

function Use({ hook }: { readonly hook: HookRow }) {
  return (
    <div>
      {hook.secretKept ? null : (
        <div className={classes.bad}>
          <span aria-hidden>▲</span> no secret on this machine: make a new one
        </div>
      )}
      <div>
        {hook.lastUsedAt === null ? (
          'not used yet'
        ) : (
          <>
            used {hook.used === 1 ? 'once' : `${count(hook.used)} times`}, last <RelativeTime at={hook.lastUsedAt} />
          </>
        )}
      </div>
      {hook.formerUntil === null ? null : (
        <div className={classes.quiet}>
          former secret ends <DueTime at={hook.formerUntil} />
        </div>
      )}
      <div className={classes.quiet}>{hook.path}</div>
    </div>
  );
}

/** What was refused and why, the newest first. */
export function Refusals({ refusals }: { readonly refusals: HookRow['refusals'] }) {
  if (refusals.length === 0) return <div className={classes.quiet}>nothing refused</div>;
  return (
    <ul className={classes.refused}>
      {refusals.map((one) => (
        <li key={one.kind}>
          {count(one.count)} refused: {one.says}, <RelativeTime at={one.lastAt} />
        </li>
      ))}
    </ul>
  );
}

function Remove({ hook, onClose }: { readonly hook: HookRow; readonly onClose: () => void }) {
  return (
    <RemoveDialog
      call="hooks.remove"
      input={(reason) => ({ hookId: hook.id, reason })}
      name={hook.name}
      kind="webhook"
      onRemoved={() => hookStore.askAgain()}
      onClose={onClose}
    >
      <p style={{ marginTop: 0 }}>
        Its secret is deleted, and whatever is still sent to it is refused. What it set off stays in the audit.
      </p>
    </RemoveDialog>
  );
}
