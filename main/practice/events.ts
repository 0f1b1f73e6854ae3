import { hasCome } from './runs.ts';
import type { ScenarioEvent } from './scenario.ts';
import type { Run, World } from './state.ts';
import { driftDesktop, driftMobile, loseWayBack } from './drift.ts';
import { mendNetwork, setTrap } from './traps.ts';

/** Lets every event of every scenario whose moment has come happen, once. */
export function happen(world: World, at: number): void {
  mendNetwork(world, at);
  for (const run of world.state.runs) {
    for (const [index, event] of run.scenario.events.entries()) {
      if (run.done.includes(index) || !hasCome(world, run, event.at, at)) continue;
      run.done.push(index);
      world.state.happenings.push({ at, kind: event.kind, summary: perform(world, run, event) });
    }
  }
}

function perform(world: World, run: Run, event: ScenarioEvent): string {
  switch (event.kind) {
    case 'metricsDown':
      world.state.metricsUp = false;
      return 'The metric source stopped answering.';
    case 'metricsUp':
      world.state.metricsUp = true;
      return 'The metric source answers again.';
    case 'drift':
      return event.target === 'mobile' ? driftMobile(world, run, event.toPercent) : driftDesktop(world, run, event.toPercent);
    case 'refuse':
      setTrap(world, run, event);
      return `From now on ${event.platform} refuses every write.`;
    case 'driftOnWrite':
    case 'networkLost':
      setTrap(world, run, event);
      return 'Something will happen in the middle of the next write.';
    case 'loseWayBack':
      return loseWayBack(world, run);
    case 'flaky':
      world.state.flakiness.share = event.share;
      world.state.flakiness.limit = event.limit;
      return 'The platforms began to answer badly.';
  }
}
