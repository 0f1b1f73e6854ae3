import { useState } from 'react';
import type { AdapterRow } from '../../../main/contract/connections.ts';
import type { TargetRow } from '../../../main/contract/fleet.ts';
import type { ConnectionRow } from '../../../main/contract/shapes.ts';
import { applicationStore } from '../../stores/fleet.ts';
import { usePress } from '../../stores/press.ts';
import { checkValues, fieldErrors, initialValues, toSettings } from './form.ts';
import type { FormErrors, FormValues } from './form.ts';

export interface TargetFormInput {
  readonly applicationId: string;
  /** Null for a new one. */
  readonly target: TargetRow | null;
  /** Connections a target can live on. */
  readonly places: readonly ConnectionRow[];
  readonly adapters: readonly AdapterRow[];
  readonly onDone: () => void;
}

/** The fixed inputs of a target; the others are drawn from its adapter. */
export interface TargetDraft {
  readonly connectionId: string;
  readonly name: string;
  readonly channel: string;
  /** Empty when unknown. */
  readonly population: string;
}

function draftOf(target: TargetRow | null, places: readonly ConnectionRow[]): TargetDraft {
  return {
    connectionId: target?.connectionId ?? places[0]?.id ?? '',
    name: target?.name ?? '',
    channel: target?.channel ?? 'stable',
    population: target?.population?.toString() ?? '',
  };
}

function checkDraft(draft: TargetDraft): FormErrors {
  return {
    ...(draft.name.trim() === '' ? { name: 'A name is needed' } : {}),
    ...(draft.channel.trim() === '' ? { channel: 'A channel is needed' } : {}),
  };
}

/** State and saving of the target form; errors appear after the first try. */
export function useTargetForm({ applicationId, target, places, adapters, onDone }: TargetFormInput) {
  const [draft, setDraft] = useState(() => draftOf(target, places));
  const [changed, setChanged] = useState<FormValues>({});
  const [checked, setChecked] = useState(false);
  const press = usePress('fleet.saveTarget');
  const adapter = places.find((place) => place.id === draft.connectionId)?.adapter;
  const fields = adapters.find((one) => one.id === adapter)?.targetFields ?? [];
  const values: FormValues = { ...initialValues(fields, target?.settings ?? {}), ...changed };
  const own: FormErrors = { ...checkValues(fields, values, []), ...checkDraft(draft) };
  const errors: FormErrors = { ...fieldErrors(press.problem?.fields), ...(checked ? own : {}) };
  async function save(): Promise<void> {
    setChecked(true);
    if (Object.keys(own).length > 0) return;
    const result = await press.run({
      id: target?.id ?? null,
      applicationId,
      connectionId: draft.connectionId,
      name: draft.name.trim(),
      channel: draft.channel.trim(),
      settings: toSettings(fields, values),
      population: draft.population === '' ? null : Math.round(Number(draft.population)),
    });
    if (!result?.ok) return;
    applicationStore.askAgain();
    onDone();
  }
  const change = (part: Partial<TargetDraft>) => setDraft((old) => ({ ...old, ...part }));
  return { draft, change, fields, values, setValues: setChanged, errors, save, pending: press.pending, problem: press.problem };
}
