import type { ReactNode } from 'react';
import type { InputOf } from '../../main/contract/index.ts';
import { usePress } from '../stores/press.ts';
import { ReasonDialog } from './reason-dialog.tsx';

type RemovingCall = 'bundles.remove' | 'connections.remove' | 'fleet.removeTarget' | 'hooks.remove';

interface RemoveDialogProps<N extends RemovingCall> {
  readonly call: N;
  readonly input: (reason: string) => InputOf<N>;
  /** The thing by its own name. */
  readonly name: string;
  /** What kind of thing it is: `target`. */
  readonly kind: string;
  /** Told once it is gone, before the dialog closes. */
  readonly onRemoved: () => void;
  readonly onClose: () => void;
  /** What goes with it, and what stays. */
  readonly children: ReactNode;
}

/** Removes something of this workspace after one confirmation with its reason. */
export function RemoveDialog<N extends RemovingCall>({ call, input, name, kind, onRemoved, onClose, children }: RemoveDialogProps<N>) {
  const press = usePress(call);
  async function remove(reason: string): Promise<void> {
    const result = await press.run(input(reason));
    if (!result?.ok) return;
    onRemoved();
    onClose();
  }
  return (
    <ReasonDialog
      title={`Remove ${name}`}
      confirm={`Remove ${kind}`}
      danger
      busy={press.pending}
      problem={press.problem}
      onConfirm={(reason) => void remove(reason)}
      onClose={onClose}
    >
      {children}
    </ReasonDialog>
  );
}
