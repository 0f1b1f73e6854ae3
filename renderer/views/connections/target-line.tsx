import { ActionIcon, Tooltip } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { TargetRow } from '../../../main/contract/fleet.ts';
import { atHead, count, percent, users } from '../../format.ts';
import { RemoveDialog } from '../../parts/remove-dialog.tsx';
import table from '../../parts/table.module.css';
import { RelativeTime } from '../../parts/time.tsx';
import { applicationStore } from '../../stores/fleet.ts';
import { useRoleNote } from '../../stores/status.ts';
import classes from './connections.module.css';
import { surfaceWords } from './words.ts';

/** One target with what its platform offers now. */
export function TargetLine({ target, onEdit }: { readonly target: TargetRow; readonly onEdit: () => void }) {
  const [removing, setRemoving] = useState(false);
  const note = useRoleNote('admin');
  return (
    <tr>
      <td className={table.strong}>{atHead(target.name)}</td>
      <td>{surfaceWords[target.surface]}</td>
      <td className={table.muted}>{target.connectionName}</td>
      <td className={table.muted}>{target.channel}</td>
      <td>
        <Offered platform={target.platform} />
      </td>
      <td className={table.number}>
        {target.population === null ? <span className={classes.quiet}>unknown</span> : count(target.population)}
      </td>
      <td className={table.number}>
        <div className={classes.buttons}>
          <Tooltip label={note ?? 'Change'}>
            <ActionIcon aria-label={`Change ${target.name}`} disabled={note !== null} onClick={onEdit}>
              <IconPencil size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={note ?? 'Remove'}>
            <ActionIcon aria-label={`Remove ${target.name}`} disabled={note !== null} onClick={() => setRemoving(true)}>
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </div>
        {removing ? <RemoveTarget target={target} onClose={() => setRemoving(false)} /> : null}
      </td>
    </tr>
  );
}

function Offered({ platform }: { readonly platform: TargetRow['platform'] }) {
  if (platform === null) return <span className={classes.quiet}>not read yet</span>;
  if (platform.failingSince !== null) {
    return (
      <span className={classes.bad}>
        <span aria-hidden>▲</span> no answer, since <RelativeTime at={platform.failingSince} />
      </span>
    );
  }
  return (
    <>
      {platform.version ?? 'nothing'}
      {platform.percent === null ? '' : ` at ${percent(platform.percent)}`}
      {platform.readAt === null ? null : (
        <span className={classes.quiet}>
          , read <RelativeTime at={platform.readAt} />
        </span>
      )}
    </>
  );
}

function RemoveTarget({ target, onClose }: { readonly target: TargetRow; readonly onClose: () => void }) {
  return (
    <RemoveDialog
      call="fleet.removeTarget"
      input={(reason) => ({ targetId: target.id, reason })}
      name={target.name}
      kind="target"
      onRemoved={() => applicationStore.askAgain()}
      onClose={onClose}
    >
      <p style={{ marginTop: 0 }}>
        Tidegate stops watching {target.name} ({target.connectionName}, channel {target.channel}
        {target.population === null ? '' : `, ${users(target.population)}`}). Nothing changes on the platform, and its history stays.
      </p>
    </RemoveDialog>
  );
}
