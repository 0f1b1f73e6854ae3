import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { releasesToMake } from '../../../../main/adapters/platforms/firebase/act.ts';
import { firebaseHosting } from '../../../../main/adapters/platforms/firebase-hosting.ts';
import { siteFrom, type Site } from '../../../../main/adapters/platforms/firebase/site.ts';
import { siteState } from '../../../../main/adapters/platforms/firebase/state.ts';
import { targetSchema } from '../../../../main/adapters/platforms/firebase/target.ts';
import type { Operation } from '../../../../main/core/model/operation.ts';
import { thrownBy } from '../../../support/wire.ts';

const now = Date.parse('2026-11-20T10:00:00Z');
const target = targetSchema.parse({ site: 's', channels: 'alpha=10,beta=50,live=100' });
/** Versions in the order they were built. */
const built = ['4.6.0', '4.7.0', '4.8.0', '4.9.0'];

interface Layout {
  readonly alpha?: string | null | undefined;
  readonly beta?: string | null | undefined;
  readonly live?: string | null | undefined;
  /** What live served, newest first; live's own version by default. */
  readonly history?: readonly string[];
  readonly gone?: readonly string[];
  readonly expired?: readonly string[];
}

function version(text: string, gone: readonly string[] = []) {
  return {
    name: `sites/s/versions/${text.replaceAll('.', '')}`,
    status: gone.includes(text) ? 'DELETED' : 'FINALIZED',
    labels: { version: text.replaceAll('.', '-') },
    createTime: new Date(now - (10 - built.indexOf(text)) * 86_400_000).toISOString(),
  };
}

/** A site as the API shows it. A channel that is null was switched off; one that is missing does not exist. */
function site(layout: Layout): Site {
  const channels = (['alpha', 'beta', 'live'] as const).flatMap((name) => {
    const text = layout[name];
    if (text === undefined) return [];
    const release =
      text === null ? { name: `r/${name}`, type: 'SITE_DISABLE' } : { name: `r/${name}`, type: 'DEPLOY', version: version(text) };
    const expireTime = layout.expired?.includes(name) === true ? new Date(now - 1).toISOString() : null;
    return [{ name: `projects/9/sites/s/channels/${name}`, release, expireTime }];
  });
  const history = (layout.history ?? (typeof layout.live === 'string' ? [layout.live] : [])).map((text, index) => ({
    name: `h/${index}`,
    version: version(text),
  }));
  return siteFrom(
    target,
    channels,
    history,
    built.toReversed().map((text) => version(text, layout.gone)),
    now,
  );
}

function shown(layout: Layout) {
  const { version: text, percent, status, fallbackVersion } = siteState(site(layout));
  return { version: text, percent, status, fallbackVersion };
}

function plan(layout: Layout, operation: Exclude<Operation, { op: 'unpublish' }>): string[] {
  return releasesToMake(site(layout), target, operation).map(({ channel, build }) => `${channel} ${build.version}`);
}

const expose = (percent: number, text = '4.8.0') => ({ op: 'expose', version: text, percent }) as const;
const rollback = (toVersion: string | null = null) => ({ op: 'rollback', version: '4.8.0', toVersion }) as const;

describe('what a site offers', () => {
  test('R1.1 is what live serves when no preview is ahead', () => {
    const layout = { alpha: '4.7.0', beta: '4.7.0', live: '4.7.0', history: ['4.7.0', '4.6.0'] };
    expect(shown(layout)).toEqual({ version: '4.7.0', percent: 100, status: 'live', fallbackVersion: '4.6.0' });
  });

  test('R1.1 is the version on the widest preview that is ahead of live', () => {
    const fallbackVersion = '4.7.0';
    expect(shown({ alpha: '4.8.0', beta: '4.7.0', live: '4.7.0' })).toEqual({
      version: '4.8.0',
      percent: 10,
      status: 'rolling',
      fallbackVersion,
    });
    expect(shown({ alpha: '4.8.0', beta: '4.8.0', live: '4.7.0' })).toEqual({
      version: '4.8.0',
      percent: 50,
      status: 'rolling',
      fallbackVersion,
    });
    expect(shown({ alpha: '4.9.0', beta: '4.8.0', live: '4.7.0' })).toMatchObject({ version: '4.8.0', percent: 50, status: 'rolling' });
  });

  test('R1.1 is mixed while a narrower channel still holds its users back', () => {
    expect(shown({ alpha: '4.6.0', beta: '4.8.0', live: '4.7.0' })).toMatchObject({ version: '4.8.0', percent: 50, status: 'mixed' });
    expect(shown({ alpha: '4.6.0', live: '4.7.0' })).toMatchObject({ version: '4.7.0', percent: 100, status: 'mixed' });
  });

  test('R1.1 does not count a channel that expired or is not there', () => {
    expect(shown({ alpha: '4.8.0', live: '4.7.0', expired: ['alpha'] })).toMatchObject({ version: '4.7.0', percent: 100, status: 'live' });
    expect(shown({ beta: '4.8.0', live: '4.7.0' })).toMatchObject({ version: '4.8.0', percent: 50, status: 'rolling' });
  });

  test('R1.1 is nothing once live was switched off', () => {
    expect(shown({ alpha: '4.8.0', live: null, history: ['4.7.0'] })).toEqual({
      version: null,
      percent: 0,
      status: 'removed',
      fallbackVersion: '4.7.0',
    });
  });

  test('R1.1 is unknown on a site without a release', () => {
    expect(shown({})).toEqual({ version: null, percent: 0, status: 'unknown', fallbackVersion: null });
  });

  test('R1.1 never names a release that was taken back, or is gone, as the way back', () => {
    expect(shown({ live: '4.7.0', history: ['4.7.0', '4.8.0', '4.7.0', '4.6.0'] }).fallbackVersion).toBe('4.6.0');
    expect(shown({ live: '4.8.0', history: ['4.8.0', '4.7.0', '4.6.0'], gone: ['4.7.0'] }).fallbackVersion).toBe('4.6.0');
    expect(shown({ live: '4.8.0', history: ['4.8.0'] }).fallbackVersion).toBeNull();
  });

  test('design 2.5 changes its fence with every release on a channel of the target, and with nothing else', () => {
    const fence = (layout: Layout): string => siteState(site(layout)).fence;
    const base = { alpha: '4.7.0', live: '4.7.0' };
    expect(fence(base)).toBe(fence({ ...base, history: ['4.7.0', '4.6.0'] }));
    expect(fence(base)).not.toBe(fence({ ...base, alpha: '4.8.0' }));
    expect(fence(base)).not.toBe(fence({ ...base, alpha: null }));
  });
});

describe('releases to make', () => {
  const rest = { alpha: '4.7.0', beta: '4.7.0', live: '4.7.0', history: ['4.7.0', '4.6.0'] };

  test('R1.1 is one per stage', () => {
    expect(plan(rest, expose(10))).toEqual(['alpha 4.8.0']);
    expect(plan({ ...rest, alpha: '4.8.0' }, expose(50))).toEqual(['beta 4.8.0']);
    expect(plan({ ...rest, alpha: '4.8.0', beta: '4.8.0' }, expose(100))).toEqual(['live 4.8.0']);
  });

  test('R1.1 takes narrower channels along that show something older, and leaves a newer preview alone', () => {
    expect(plan(rest, expose(50))).toEqual(['alpha 4.8.0', 'beta 4.8.0']);
    expect(plan({ ...rest, alpha: '4.9.0' }, expose(50))).toEqual(['beta 4.8.0']);
  });

  test('R1.1 is none when it is done', () => {
    expect(plan({ ...rest, alpha: '4.8.0' }, expose(10))).toEqual([]);
    expect(plan(rest, rollback())).toEqual([]);
  });

  test('R1.8 returns every channel that shows the bad release, live first', () => {
    const all = { alpha: '4.8.0', beta: '4.8.0', live: '4.8.0', history: ['4.8.0', '4.7.0', '4.6.0'] };
    expect(plan(all, rollback())).toEqual(['live 4.7.0', 'beta 4.7.0', 'alpha 4.7.0']);
    expect(plan(all, rollback('4.6.0'))).toEqual(['live 4.6.0', 'beta 4.6.0', 'alpha 4.6.0']);
  });

  test('R1.8 lets previews follow live when live never had the bad release', () => {
    expect(plan({ ...rest, alpha: '4.8.0', beta: '4.8.0' }, rollback('4.6.0'))).toEqual(['beta 4.7.0', 'alpha 4.7.0']);
  });

  test('R1.8 finishes a rollback that broke off', () => {
    expect(plan({ ...rest, alpha: '4.8.0' }, rollback('4.7.0'))).toEqual(['alpha 4.7.0']);
  });

  test('R6.3 says what is missing', async () => {
    const said = async (layout: Layout, operation: Exclude<Operation, { op: 'unpublish' }>): Promise<string> =>
      (await thrownBy((async () => plan(layout, operation))())).message;
    expect(await said(rest, expose(25))).toContain('s can be at 10 %, 50 %, 100 %, not at 25 %');
    expect(await said({ live: '4.7.0' }, expose(10))).toContain('no channel alpha, or it expired');
    expect(await said(rest, expose(10, '5.0.0'))).toContain('Deploy it with the label version=5-0-0');
    expect(await said({ ...rest, gone: ['4.8.0'] }, expose(10))).toContain('holds it only as deleted');
    expect(await said({ live: '4.8.0', history: ['4.8.0'] }, rollback())).toContain('no earlier version left');
  });

  const anyVersion = fc.option(fc.constantFrom(...built), { nil: undefined });
  const anySite = fc.record({ alpha: anyVersion, beta: anyVersion, live: fc.constantFrom(...built), history: fc.shuffledSubarray(built) });
  function after(layout: Layout, releases: readonly string[]): Layout {
    return releases.reduce<Layout>((next, one) => {
      const [channel = '', text = ''] = one.split(' ');
      return { ...next, [channel]: text };
    }, layout);
  }

  test('R1.1 always bring a site to where it should be, and then nothing is left to do', () => {
    fc.assert(
      fc.property(anySite, fc.constantFrom(10, 50, 100), (layout, percent) => {
        const channel = percent === 10 ? 'alpha' : percent === 50 ? 'beta' : 'live';
        fc.pre(layout[channel] !== undefined);
        const there = after(layout, plan(layout, expose(percent)));
        expect(plan(there, expose(percent))).toEqual([]);
        expect(there[channel]).toBe('4.8.0');
        const wider = percent === 100 ? [] : percent === 50 ? ['live'] : ['beta', 'live'];
        fc.pre(wider.every((name) => Reflect.get(there, name) !== '4.8.0'));
        expect(firebaseHosting.reached(expose(percent), siteState(site(there)))).toBe('yes');
      }),
    );
  });

  test('R1.8 leave nobody on a release that was taken back', () => {
    fc.assert(
      fc.property(anySite, (layout) => {
        fc.pre(layout.live !== '4.8.0' || layout.history.some((text) => text < '4.8.0'));
        const there = after(layout, plan(layout, rollback()));
        expect([there.alpha, there.beta, there.live]).not.toContain('4.8.0');
        expect(firebaseHosting.reached(rollback(), siteState(site(there)))).toBe('yes');
      }),
    );
  });
});

describe('channels of a target', () => {
  test.each(['alpha=10,beta=50,live=100', 'live=100', ' alpha = 10% , live = 100 '])('R1.1 may be %s', (channels) => {
    expect(targetSchema.safeParse({ site: 's', channels }).success).toBe(true);
  });

  test.each([
    '',
    'alpha=10',
    'alpha=10,live=50',
    'beta=50,alpha=10,live=100',
    'alpha=0,live=100',
    'alpha=x,live=100',
    'alpha=,live=100',
    'al pha=10,live=100',
    'live=100,more=100',
  ])('R6.3 may not be "%s"', (channels) => {
    const parsed = targetSchema.safeParse({ site: 's', channels });
    expect(parsed.error?.issues[0]?.message).toContain('such as alpha=10,beta=50,live=100');
  });
});
