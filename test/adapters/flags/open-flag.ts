import { flagsmith } from '../../../main/adapters/flags/flagsmith.ts';
import type { Ability, Operation, OperationKind } from '../../../main/core/model/operation.ts';
import type { PlatformState } from '../../../main/core/model/platform-state.ts';
import { type Arrived, farSide } from '../../support/far-side.ts';
import { fakeFlagsmith, type FakeFlagsmith, type FakeOverride, flagsmithKey, projectId } from '../../support/fakes/flagsmith.ts';

type FakeFlag = FakeFlagsmith['flags'][number];
/** Sets the scene before a test looks. */
export type Scene = (fake: FakeFlagsmith, flag: FakeFlag) => void;

export const apiUrl = 'https://flags.example';
export const edgeUrl = 'https://edge.example';

/** A flag under test: the service behind it, everything that arrived there, and the adapter's calls. */
export interface OpenFlag {
  readonly fake: FakeFlagsmith;
  readonly flag: FakeFlag;
  readonly arrived: readonly Arrived[];
  /** Answers instead of the service when it gives something. */
  meddle: ((arrived: Arrived) => Response | null) | null;
  read(): Promise<PlatformState>;
  act(operation: Operation, fence?: string): Promise<void>;
  reached(operation: Operation): Promise<string>;
  ability(op: OperationKind): Promise<Ability>;
  describe(operation: Operation): Promise<readonly string[]>;
}

/** A target on a flag of a fake service, after `change` has set the scene. */
export function openFlag(change: Scene = () => undefined, segment = ''): OpenFlag {
  const fake = fakeFlagsmith();
  const [flag] = fake.flags;
  if (flag === undefined) throw new Error('The fake has no flag.');
  change(fake, flag);
  const settings = flagsmith.targetSettings.schema.parse({
    projectId: String(projectId),
    environmentKey: 'env-key',
    feature: 'new_checkout',
    segment,
  });
  const target = {
    id: 't',
    applicationId: 'shop',
    connectionId: 'c',
    surface: 'flag',
    channel: 'stable',
    name: 'flag',
    population: null,
    settings,
  } as const;
  const far = farSide(flagsmith, { apiUrl, edgeUrl, apiKey: flagsmithKey }, async (arrived) => {
    const instead = opened.meddle?.(arrived) ?? null;
    if (instead !== null) return instead;
    const body = arrived.body === '' ? {} : { body: arrived.body };
    return await fake.answer(new Request(arrived.url, { method: arrived.method, headers: arrived.headers, ...body }));
  });
  const read = (): Promise<PlatformState> => flagsmith.read(far.context, target);
  const opened: OpenFlag = {
    fake,
    flag,
    arrived: far.arrived,
    meddle: null,
    read,
    act: async (operation, fence) => await flagsmith.act(far.context, target, operation, fence ?? (await read()).fence),
    reached: async (operation) => flagsmith.reached(operation, await read()),
    ability: async (op) => {
      const found = flagsmith.abilities(await read()).find((one) => one.op === op);
      if (found === undefined) throw new Error(`Nothing about ${op}.`);
      return found;
    },
    describe: async (operation) => flagsmith.describe(operation, await read(), target),
  };
  return opened;
}

export const expose = (percent: number): Operation => ({ op: 'expose', version: '2.4.1', percent });
export const rollback: Operation = { op: 'rollback', version: '2.4.1', toVersion: null };
export const override = (id: number, enabled: boolean): FakeOverride => ({
  segment: { id },
  priority: 1,
  enabled,
  value: 'blue',
});
export const isWrite = (arrived: Arrived): boolean => arrived.method === 'PATCH' || arrived.method === 'PUT';
