import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { fetchTransport } from '../../main/adapters/http/fetch-transport.ts';
import type { CallName, InputOf } from '../../main/contract/index.ts';
import { drillFolder } from '../../main/drill/playing.ts';
import { memoryVault } from '../../main/drill/memory-vault.ts';
import { type DrillRoom, openDrillRoom } from '../../main/drill-host.ts';
import { presetFolder, readWorkerUrl, tidegateVersion } from '../../main/paths.ts';
import { realClock, realRandom, realSleep } from '../../main/real-world.ts';
import { type Running, start } from '../../main/start.ts';
import { listDrills, saveDrill } from '../../main/store/drills.ts';
import { listRollouts } from '../../main/store/rollouts.ts';

const folders: string[] = [];
const opened: { readonly running: Running; readonly room: DrillRoom }[] = [];
/** Every address anybody asked, the console's and the drill's. */
const asked: string[] = [];

afterEach(async () => {
  for (const { room, running } of opened.splice(0)) {
    await room.close();
    await running.stop();
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  asked.length = 0;
});

interface RealConsole {
  readonly folder: string;
  readonly running: Running;
  readonly pushes: string[];
  ask<N extends CallName>(name: N, input: InputOf<N>): Promise<unknown>;
  inDrill<N extends CallName>(name: N, input: InputOf<N>): Promise<unknown>;
}

/** A whole console in the machine's own time, with room for drills. Nothing of its own is connected. */
async function openConsole(folder = mkdtempSync(join(tmpdir(), 'tidegate-person-'))): Promise<RealConsole> {
  folders.push(folder);
  const outside = {
    clock: realClock,
    pause: realSleep,
    random: () => 0,
    transport: async (request: Request) => {
      asked.push(request.url);
      return await fetchTransport(request);
    },
    readWorkerUrl: readWorkerUrl(),
  };
  const made: { room: DrillRoom | null } = { room: null };
  const running = await start({
    ...outside,
    random: realRandom,
    folder,
    vault: memoryVault(),
    log: { info: () => undefined, warn: () => undefined, error: (fields, message) => console.error(message, fields) },
    version: tidegateVersion(),
    presetFolder: presetFolder(),
    openedAs: 'admin',
    defaultActor: 'Robin',
    showNotice: () => undefined,
    settingsChanged: () => undefined,
    practice: null,
    drills: (world, tell) => (made.room = openDrillRoom(world, outside, tell)).host,
  });
  if (made.room === null) throw new Error('no room');
  made.room.recover();
  opened.push({ running, room: made.room });
  const pushes: string[] = [];
  running.door.subscribe((push) => pushes.push(...push.changes.map((change) => change.table)));
  const ask = async (name: string, input: unknown): Promise<unknown> => {
    const result = await running.door.call(name, input, { role: 'admin', trigger: 'manual' }, null);
    if (!result.ok) throw new Error(result.problem.message);
    return result.answer;
  };
  return {
    folder,
    running,
    pushes,
    ask,
    async inDrill(name, input) {
      const { result } = (await ask('drills.call', { name, input })) as {
        result: { ok: boolean; answer: unknown; problem?: { message: string } };
      };
      if (!result.ok) throw new Error(result.problem?.message);
      return result.answer;
    },
  };
}

type Now = { drill: { state: string; detectedAt: number | null; targets: { name: string }[] } | null };

async function until(console_: RealConsole, done: (drill: NonNullable<Now['drill']>) => boolean): Promise<void> {
  await expect
    .poll(async () => done(((await console_.ask('drills.now', {})) as Now).drill ?? { state: 'none', detectedAt: null, targets: [] }), {
      timeout: 90_000,
      interval: 300,
    })
    .toBe(true);
}

test('R4.3 a person plays a bad release with the team’s plan, presses, and the times from the fault to nobody left are measured', {
  timeout: 150_000,
}, async () => {
  const real = await openConsole();
  const begun = await real.ask('drills.begin', { scenario: 'bad-release', plan: 'canary-24h.yaml', byHand: true });
  expect(begun).toMatchObject({ person: 'Robin', state: 'running', release: 'Pryde 2.4.0', speed: 48 });
  await until(real, (drill) => drill.detectedAt !== null);
  // A gate asks for a person; nothing goes back by itself.
  expect(((await real.ask('drills.now', {})) as Now).drill?.state).toBe('running');
  await real.inDrill('rollouts.rollback', { applicationId: 'pryde', version: '2.4.0', reason: 'The drill turned red' });
  await until(real, (drill) => drill.state === 'contained');
  const row = await real.ask('drills.end', {});
  expect(row).toMatchObject({ state: 'contained', pressed: [{ who: 'Robin', says: 'Contain', contains: true }], before: null });
  const times = row as { detectedMs: number; pressMs: number; containedMs: number; totalMs: number; exposedUsersMax: number };
  expect(times.detectedMs).toBeGreaterThan(0);
  expect(times.containedMs).toBeGreaterThan(0);
  expect(times.totalMs).toBe(times.detectedMs + times.pressMs + times.containedMs);
  expect(times.exposedUsersMax).toBeGreaterThan(0);
  expect(row).toMatchObject({ promises: [{ kept: true }, { kept: true }] });

  // The record is kept, and nothing else of the real workspace has changed.
  const { reader } = real.running.store();
  expect(listDrills(reader)).toHaveLength(1);
  expect(listRollouts(reader, {})).toEqual([]);
  expect(await real.ask('incidents.list', {})).toEqual([]);
  expect(JSON.stringify(await real.ask('incidents.delivery', {}))).not.toContain('Pryde');
  expect(existsSync(drillFolder(real.folder))).toBe(false);
  expect(new Set(asked.map((url) => new URL(url).hostname))).toEqual(new Set(['127.0.0.1']));
  expect(real.pushes).toContain('drill');
});

test('R1.12 a drill can be put away at any time, only one plays at once, and nothing else can be changed from inside it', {
  timeout: 60_000,
}, async () => {
  const real = await openConsole();
  const wish = { scenario: 'bad-release', plan: 'practice.yaml', byHand: true };
  await real.ask('drills.begin', wish);
  await expect(real.ask('drills.begin', wish)).rejects.toThrow('Robin plays "A release turns bad" already');
  await expect(real.inDrill('connections.save', { adapter: 'slack-webhook', name: 'x', settings: {} })).rejects.toThrow(
    'not part of a fire drill',
  );
  expect(await real.inDrill('fleet.status', {})).toMatchObject({ needsSetup: false, practice: false });
  expect(await real.ask('drills.end', {})).toMatchObject({ state: 'cancelled', containedAt: null });
  expect(existsSync(drillFolder(real.folder))).toBe(false);
  await expect(real.inDrill('fleet.status', {})).rejects.toThrow('put away');
  expect(await real.ask('drills.offer', {})).toMatchObject({ reminder: { due: true, lastAt: null } });
});

test('R1.12 a drill whose console died counts as interrupted, and its workspace is gone at the next start', async () => {
  const first = await openConsole();
  await first.ask('drills.begin', { scenario: 'bad-release', plan: 'practice.yaml', byHand: true });
  const record = listDrills(first.running.store().reader)[0];
  if (record === undefined) throw new Error('nothing was kept');
  await first.ask('drills.end', {});
  saveDrill(first.running.store().writer, { ...record, state: 'running', endedAt: null });
  opened[0]?.room.recover();
  expect(listDrills(first.running.store().reader)[0]).toMatchObject({ state: 'interrupted' });
  expect(existsSync(drillFolder(first.folder))).toBe(false);
});

test('R1.12 what the fleet cannot answer is said before the start, and a plan of which nothing can be judged is refused', async () => {
  const real = await openConsole();
  const prepared = await real.ask('drills.prepare', { scenario: 'bad-release', plan: 'phased-go-no-go.yaml' });
  expect(prepared).toMatchObject({
    problem: null,
    leftOut: expect.arrayContaining([expect.stringMatching(/signoff/), expect.stringMatching(/^web: it can be at 10, 50, 100 %/)]),
  });
  expect(prepared).toMatchObject({ leftOut: expect.arrayContaining(['Whatever comes after 45 min: a drill is over then.']) });
  const asked24 = await real.ask('drills.prepare', { scenario: 'bad-release', plan: 'canary-24h.yaml' });
  expect(asked24).toMatchObject({ problem: null, blind: [], targets: ['web', 'desktop', 'mobile', 'flag'] });
  await expect(real.ask('drills.prepare', { scenario: 'thin-traffic', plan: 'canary-24h.yaml' })).rejects.toThrow(
    'no fire drill thin-traffic',
  );
  await expect(real.ask('drills.begin', { scenario: 'bad-release', plan: 'none.yaml' })).rejects.toThrow('There is no plan');
});
