import { describe, expect, test } from 'vitest';
import { createFleet } from '../../main/practice/fleet.ts';
import { scenarioById } from '../../main/practice/scenarios.ts';
import { mendNetwork, setTrap, springTraps } from '../../main/practice/traps.ts';
import type { World } from '../../main/practice/state.ts';

const start = Date.UTC(2026, 10, 16, 8);

function worldOf(id: string): World {
  const fleet = createFleet({ scenario: scenarioById(id), seed: 1, now: () => start, pace: 'day' });
  return { state: fleet.image(), now: () => start };
}

function armed(id: string): World {
  const world = worldOf(id);
  const [run] = world.state.runs;
  const [event] = run?.scenario.events ?? [];
  if (run === undefined || event === undefined) throw new Error('the scenario has an event');
  if (event.kind === 'refuse' || event.kind === 'driftOnWrite' || event.kind === 'networkLost') setTrap(world, run, event);
  return world;
}

describe('R1.12 traps of the practice fleet', () => {
  test('R1.12 refuses every write of one platform, again and again, and none of the others', () => {
    const world = armed('partial-failure');
    expect([1, 2].map(() => springTraps(world, 'github', '/github/repos/x'))).toEqual(['refused', 'refused']);
    expect(springTraps(world, 'firebase', '/firebase/x')).toBeNull();
  });

  test('R1.12 lets a colleague interfere once, at the commit and not before', () => {
    const world = armed('drift-during-rollback');
    expect(springTraps(world, 'play', '/play/edits')).toBeNull();
    expect(world.state.happenings).toHaveLength(0);
    springTraps(world, 'play', '/play/edits/1:commit');
    springTraps(world, 'play', '/play/edits/2:commit');
    expect(world.state.happenings.map((one) => one.kind)).toEqual(['driftOnWrite']);
  });

  test('R1.12 loses the network in the middle of a write and brings it back when its time has come', () => {
    const world = armed('lost-network-mid-press');
    expect(['lostBefore', 'lostAfter']).toContain(springTraps(world, 'firebase', '/firebase/x'));
    expect(world.state.networkUp).toBe(false);
    mendNetwork(world, start + 119_000);
    expect(world.state.networkUp).toBe(false);
    mendNetwork(world, start + 120_000);
    expect(world.state.networkUp).toBe(true);
  });
});
