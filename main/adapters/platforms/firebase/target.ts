import { z } from 'zod';
import { field, Required } from '../../settings-kit.ts';
import type { SettingSpec } from '../../settings.ts';

/** A step of a web target: a channel and the share of users whom the team's own routing sends there. */
export interface Step {
  readonly channel: string;
  /** Percent 0–100. */
  readonly percent: number;
}

export interface FirebaseTarget {
  readonly site: string;
  /** Rising shares; the last is `live` at 100. */
  readonly steps: readonly Step[];
  readonly versionLabel: string;
}

const example = 'alpha=10,beta=50,live=100';

function stepsOf(text: string): Step[] | null {
  const steps = text.split(',').map((part) => {
    const [channel = '', percent = ''] = part.trim().split('=');
    return { channel: channel.trim(), percent: Number(percent.trim().replace(/\s*%$/, '') || Number.NaN) };
  });
  const rising = steps.every((step, index) => step.percent > (steps[index - 1]?.percent ?? 0) && step.percent <= 100);
  const last = steps.at(-1);
  const named = steps.every((step) => /^[\w-]+$/.test(step.channel));
  return rising && named && last?.channel === 'live' && last.percent === 100 ? steps : null;
}

export const targetSchema = z
  .object({ site: Required, channels: z.string().default('live=100'), versionLabel: z.string().default('version') })
  .transform((value, context): FirebaseTarget => {
    const steps = stepsOf(value.channels);
    if (steps === null)
      context.addIssue({
        code: 'custom',
        path: ['channels'],
        message: `channels with rising shares that end at live=100, such as ${example}`,
      });
    return { site: value.site, steps: steps ?? [{ channel: 'live', percent: 100 }], versionLabel: value.versionLabel };
  });

export const targetFields: readonly SettingSpec[] = [
  field('site', 'Site', 'Id of the Hosting site.', { placeholder: 'harbor-web' }),
  field(
    'channels',
    'Channels and shares',
    'Hosting has no percentages: name your preview channels and the share of users your own routing sends there.',
    {
      placeholder: example,
      default: 'live=100',
    },
  ),
  field('versionLabel', 'Version label', 'Label that your build puts on a Hosting version, 4-8-0 for 4.8.0.', {
    required: false,
    default: 'version',
  }),
];
