import { z } from 'zod';
import type { Ability, Operation } from '../../core/model/operation.ts';
import type { PlatformState } from '../../core/model/platform-state.ts';
import { problemFrom } from '../http/problem-from.ts';
import type { PlatformAdapter, TargetOf } from '../platforms/port.ts';
import { BaseUrl, field, Required } from '../settings-kit.ts';
import { testLines } from '../test-lines.ts';
import { actOnFlag } from './flagsmith/act.ts';
import type { FlagsmithSettings, FlagsmithTarget } from './flagsmith/api.ts';
import { viewFlag } from './flagsmith/state.ts';

const schema = z.object({
  apiUrl: BaseUrl.default('https://api.flagsmith.com'),
  edgeUrl: BaseUrl.default('https://edge.api.flagsmith.com'),
  apiKey: Required,
});

const targetSchema = z
  .object({ projectId: z.coerce.number().int().positive(), environmentKey: Required, feature: Required, segment: z.string().trim().default('') })
  .transform((value): FlagsmithTarget => ({ ...value, segment: value.segment === '' ? `tidegate-${value.feature}` : value.segment }));

/** A flag has no version of its own: only its share counts. */
function reached(operation: Operation, state: PlatformState): 'yes' | 'partly' | 'no' {
  const wanted = operation.op === 'expose' || operation.op === 'resume' ? operation.percent : 0;
  return state.percent === wanted && state.status !== 'mixed' ? 'yes' : 'no';
}

function abilities(state: PlatformState): Ability[] {
  const on = state.percent !== 0;
  const off = 'Off for everyone at their next evaluation, within about a minute. Overrides for single identities are not touched.';
  return [
    { op: 'expose', available: true, reason: null, undo: 'reversible', says: 'Switches the flag on for the share of identities.' },
    { op: 'rollback', available: on, reason: on ? null : 'The flag is off already.', undo: 'reversible', says: off },
    { op: 'halt', available: on, reason: on ? null : 'The flag is off already.', undo: 'reversible', says: off },
    { op: 'resume', available: true, reason: null, undo: 'reversible', says: 'Switches the flag on again for the share.' },
    { op: 'unpublish', available: on, reason: on ? null : 'The flag is off already.', undo: 'reversible', says: off },
  ];
}

function describe(operation: Operation, _state: PlatformState, target: TargetOf<FlagsmithTarget>): string[] {
  const { feature, segment } = target.settings;
  if (operation.op !== 'expose' && operation.op !== 'resume') return [`PATCH flag ${feature}: default off and every segment override off`];
  if (operation.percent === 100) return [`PATCH flag ${feature}: default on`];
  return [`PUT segment ${segment}: PERCENTAGE_SPLIT ${operation.percent}`, `PATCH flag ${feature}: default off, override for ${segment} on`];
}

/** Flagsmith: a flag is a target whose versions are on and off, with a share held by a segment of its own. */
export const flagsmith = {
  id: 'flagsmith',
  label: 'Flagsmith',
  surface: 'flag',
  settings: {
    fields: [
      field('apiUrl', 'API address', 'Your own server, or leave as it is.', { kind: 'url', required: false, default: 'https://api.flagsmith.com' }),
      field('edgeUrl', 'Evaluation address', 'Where apps read their flags; the effect of a change is checked there.', { kind: 'url', required: false, default: 'https://edge.api.flagsmith.com' }),
      field('apiKey', 'API key', 'Organisation key with UPDATE_FEATURE_STATE and MANAGE_SEGMENT_OVERRIDES.', { kind: 'secret' }),
    ],
    schema,
  },
  targetSettings: {
    fields: [
      field('projectId', 'Project id', 'Number in the address of the project.', { kind: 'number' }),
      field('environmentKey', 'Environment key', 'Client-side key of the environment; it is public by nature.'),
      field('feature', 'Flag', 'Name of the flag.', { placeholder: 'new_checkout' }),
      field('segment', 'Share segment', 'Segment with one percentage split, used by this flag only.', { required: false, placeholder: 'tidegate-new_checkout' }),
    ],
    schema: targetSchema,
  },
  hosts: (settings) => [new URL(settings.apiUrl).host, new URL(settings.edgeUrl).host],
  percents: () => null,
  test: async (context) =>
    await testLines([
      [
        'API key',
        async () => {
          const headers = { authorization: `Api-Key ${context.settings.apiKey}` };
          const answer = await context.http.send({ method: 'GET', url: `${context.settings.apiUrl}/api/v1/projects/`, headers });
          if (answer.status !== 200) throw problemFrom(answer, { doing: 'listing projects', now: context.now() });
        },
        'Flagsmith accepts the key.',
      ],
    ]),
  read: async (context, target) => (await viewFlag(context, target.settings)).state,
  abilities,
  reached,
  describe,
  act: async (context, target, operation, fence) => await actOnFlag(context, target.settings, operation, fence),
} satisfies PlatformAdapter<FlagsmithSettings, FlagsmithTarget>;
