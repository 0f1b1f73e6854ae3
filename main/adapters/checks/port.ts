import type { z } from 'zod';
import type { CheckItem } from '../../core/model/check.ts';
import type { CheckMoment } from '../../core/model/plan.ts';
import type { Surface } from '../../core/model/surface.ts';
import type { AdapterContext, TestLine } from '../context.ts';
import type { SettingsOf } from '../settings.ts';

export interface CheckRequest {
  readonly application: string;
  readonly release: string;
  /** What users had before; null for a first release. */
  readonly previousRelease: string | null;
  readonly channel: string;
  /** Name of the target. */
  readonly target: string;
  readonly surface: Surface;
  readonly moment: CheckMoment;
  readonly stage: string | null;
}

/** `passed` null: the service answered that it does not know. A refusal or silence throws `AdapterError`. */
export interface CheckAnswer {
  readonly passed: boolean | null;
  readonly summary: string;
  readonly items: readonly CheckItem[];
}

/** An external verdict. `S` are the settings of a connection, `O` what a plan says per check under `with`. */
export interface CheckAdapter<S, O> {
  readonly id: string;
  readonly label: string;
  readonly settings: SettingsOf<S>;
  readonly options: z.ZodType<O>;
  hosts(settings: S): readonly string[];
  test(context: AdapterContext<S>): Promise<readonly TestLine[]>;
  /** Asks once. */
  ask(context: AdapterContext<S>, request: CheckRequest, options: O): Promise<CheckAnswer>;
}
