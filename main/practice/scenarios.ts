import asksPeople from '../../resources/practice/asks-people.json' with { type: 'json' };
import badRelease from '../../resources/practice/bad-release.json' with { type: 'json' };
import blindSource from '../../resources/practice/blind-source.json' with { type: 'json' };
import crash from '../../resources/practice/crash.json' with { type: 'json' };
import drift from '../../resources/practice/drift.json' with { type: 'json' };
import flakyPlatform from '../../resources/practice/flaky-platform.json' with { type: 'json' };
import goodRelease from '../../resources/practice/good-release.json' with { type: 'json' };
import slowRelease from '../../resources/practice/slow-release.json' with { type: 'json' };
import thinTraffic from '../../resources/practice/thin-traffic.json' with { type: 'json' };
import partialFailure from '../../resources/practice/partial-failure.json' with { type: 'json' };
import noWayBack from '../../resources/practice/no-way-back.json' with { type: 'json' };
import driftDuringRollback from '../../resources/practice/drift-during-rollback.json' with { type: 'json' };
import lostNetworkMidPress from '../../resources/practice/lost-network-mid-press.json' with { type: 'json' };
import emergencyCli from '../../resources/practice/emergency-cli.json' with { type: 'json' };
import twoConsoles from '../../resources/practice/two-consoles.json' with { type: 'json' };
import { Scenario } from './scenario.ts';

const files: readonly unknown[] = [
  goodRelease,
  badRelease,
  slowRelease,
  blindSource,
  thinTraffic,
  drift,
  flakyPlatform,
  crash,
  partialFailure,
  noWayBack,
  driftDuringRollback,
  lostNetworkMidPress,
  emergencyCli,
  twoConsoles,
  asksPeople,
];

/** Every scenario that ships, checked, in the order people should try them. */
export function listScenarios(): readonly Scenario[] {
  return files.map((file) => Scenario.parse(file));
}

/** A scenario by its id. Throws with the list of ids when there is none. */
export function scenarioById(id: string): Scenario {
  const all = listScenarios();
  const found = all.find((scenario) => scenario.id === id);
  if (found === undefined) {
    throw new Error(`There is no scenario "${id}". Choose one of: ${all.map((scenario) => scenario.id).join(', ')}.`);
  }
  return found;
}
