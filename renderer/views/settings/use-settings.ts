import { useState } from 'react';
import type { CallProblem } from '../../../main/contract/bridge.ts';
import type { AnswerOf } from '../../../main/contract/index.ts';
import type { Settings } from '../../../main/contract/system.ts';
import { usePress } from '../../stores/press.ts';
import { settingsStore } from '../../stores/settings.ts';

export type StoredSettings = AnswerOf<'system.settings'>;

export interface SaveSettings {
  /** Settings as they will be once the change under way is stored. */
  readonly shown: Settings;
  readonly pending: boolean;
  readonly problem: CallProblem | null;
  /** Stores one change at once; answers whether it was. */
  save(part: Partial<Settings>): Promise<boolean>;
}

/** Each change is stored when it is made; a refused one goes back to what is stored. */
export function useSaveSettings(stored: Settings): SaveSettings {
  const press = usePress('system.saveSettings');
  const [part, setPart] = useState<Partial<Settings>>({});
  async function save(next: Partial<Settings>): Promise<boolean> {
    setPart(next);
    const result = await press.run(next);
    setPart(result?.ok ? result.answer : {});
    settingsStore.askAgain();
    return result?.ok ?? false;
  }
  return { shown: { ...stored, ...part }, pending: press.pending, problem: press.problem, save };
}
