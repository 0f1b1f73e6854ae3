import type { Ability, Operation, OperationKind } from '../../core/model/operation.ts';
import type { PlatformState } from '../../core/model/platform-state.ts';
import { listInWords } from '../../core/words.ts';
import type { PlatformAdapter, TargetOf } from '../platforms/port.ts';
import { actOnFlag } from './flagsmith/act.ts';
import { probe } from './flagsmith/probe.ts';
import {
  type FlagsmithSettings,
  type FlagsmithTarget,
  settingsFields,
  settingsSchema,
  targetFields,
  targetSchema,
} from './flagsmith/settings.ts';
import { readState } from './flagsmith/state.ts';

/** Percents are kept as decimal text; less than this is no difference. */
const rounding = 0.01;

/**
 * A flag has no version of its own, only its share counts. While what apps get could not be seen, or still differs from what is
 * configured, it is `partly`: a repeat sends nothing that is there already, and looks again.
 */
function reached(operation: Operation, state: PlatformState): 'yes' | 'partly' | 'no' {
  const wanted = operation.op === 'expose' || operation.op === 'resume' ? operation.percent : 0;
  if (state.percent === null || Math.abs(state.percent - wanted) > rounding) return 'no';
  if (missingSegments(operation, state).length > 0) return 'partly';
  return state.notes?.some((note) => note.kind === 'unseen') || state.status === 'mixed' ? 'partly' : 'yes';
}

/** Segments an exposure wants on, and that are not known to be. */
function missingSegments(operation: Operation, state: PlatformState): string[] {
  const wanted = operation.op === 'expose' ? (operation.segments ?? []) : [];
  return wanted.filter((name) => state.segments?.includes(name) !== true);
}

function abilities(state: PlatformState): Ability[] {
  const blocked = state.notes?.find((note) => note.kind === 'blocked')?.text ?? null;
  const others = (state.notes ?? []).filter((note) => note.kind === 'info').map((note) => ` ${note.text}`);
  const ability = (op: OperationKind, reason: string | null, says: string): Ability => {
    const why = blocked ?? reason;
    return { op, available: why === null, reason: why, undo: 'reversible', says: says + others.join('') };
  };
  const isOff = state.percent === 0 ? 'The flag is off already.' : null;
  const off = 'Off for everyone at the next evaluation in their app, within about a minute: the default and every segment override.';
  const on = 'On for the share of users that have an identity in their app, at its next evaluation.';
  return [
    ability('expose', null, on),
    ability('rollback', isOff, off),
    ability('halt', isOff, off),
    ability('resume', null, on),
    ability('unpublish', isOff, off),
  ];
}

function describe(operation: Operation, state: PlatformState, target: TargetOf<FlagsmithTarget>): string[] {
  const { feature, segment } = target.settings;
  if (operation.op !== 'expose' && operation.op !== 'resume') {
    return state.percent === 0 ? [] : [`PATCH flag ${feature}: default off and every segment override off`];
  }
  const named = missingSegments(operation, state);
  const besides = named.length === 0 ? [] : [`override of ${listInWords(named)} on`];
  if (operation.percent === 100) return [`PATCH flag ${feature}: ${['default on', ...besides].join(', ')}`];
  const name = segment ?? `tidegate-${feature}-(environment)`;
  const put = `PUT segment ${name}: percentage split ${operation.percent} %`;
  const parts = state.status === 'rolling' ? besides : ['default off', `override of ${name} on`, ...besides];
  return parts.length === 0 ? [put] : [put, `PATCH flag ${feature}: ${parts.join(', ')}`];
}

/**
 * Flagsmith. A flag is a target with one version, `on`, which it has at any share above 0; off is null. The release a rollout
 * is about is not known to the service, so no operation looks at its version.
 */
export const flagsmith = {
  id: 'flagsmith',
  label: 'Flagsmith',
  surface: 'flag',
  settings: { fields: settingsFields, schema: settingsSchema },
  targetSettings: { fields: targetFields, schema: targetSchema },
  hosts: (settings) => [...new Set([settings.apiUrl, settings.edgeUrl].map((url) => new URL(url).host))],
  percents: () => null,
  test: probe,
  read: async (context, target) => await readState(context, target.settings),
  abilities,
  reached,
  describe,
  act: async (context, target, operation, fence) => await actOnFlag(context, target.settings, operation, fence),
} satisfies PlatformAdapter<FlagsmithSettings, FlagsmithTarget>;
