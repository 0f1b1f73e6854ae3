import type { Notice } from '../../core/model/notice.ts';
import type { AdapterContext, TestLine } from '../context.ts';
import type { SettingsOf } from '../settings.ts';

/** Which telling of a notice this is: the same at every try, so that a receiver can recognise a repeat. */
export interface Telling {
  readonly id: string;
  /** When what it tells happened, ms. */
  readonly at: number;
}

/** A way to tell people. `send` resolves once the service accepted the notice. */
export interface NoticeAdapter<S> {
  readonly id: string;
  readonly label: string;
  /** True when the service keeps alerts open until `notice.alert` resolves them; only then it is told about their end. */
  readonly alerts?: boolean;
  readonly settings: SettingsOf<S>;
  hosts(settings: S): readonly string[];
  test(context: AdapterContext<S>): Promise<readonly TestLine[]>;
  send(context: AdapterContext<S>, notice: Notice, telling: Telling): Promise<void>;
}
