import type { CheckItem } from '../../core/model/check.ts';
import type { CheckMoment } from '../../core/model/plan.ts';
import type { AdapterContext, TestLine } from '../context.ts';
import type { SettingsOf } from '../settings.ts';

export interface CheckRequest {
  readonly application: string;
  readonly release: string;
  readonly channel: string;
  readonly moment: CheckMoment;
  readonly stage: string | null;
}

/** `passed` null: the service answered that it does not know. A refusal or silence throws `AdapterError`. */
export interface CheckAnswer {
  readonly passed: boolean | null;
  readonly summary: string;
  readonly items: readonly CheckItem[];
}

/** An external verdict, asked once. */
export interface CheckAdapter<S> {
  readonly id: string;
  readonly label: string;
  readonly settings: SettingsOf<S>;
  hosts(settings: S): readonly string[];
  test(context: AdapterContext<S>): Promise<readonly TestLine[]>;
  ask(context: AdapterContext<S>, request: CheckRequest): Promise<CheckAnswer>;
}
