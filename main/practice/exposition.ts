import type { World } from './state.ts';
import { metricNames } from './traffic/group.ts';
import { seriesOfGroup, valuesOf } from './traffic/history.ts';

const counters = new Set<string>(Object.values(metricNames));

function escape(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function typeOf(name: string): string {
  if (counters.has(name)) return 'counter';
  return name === 'app_active_users' ? 'gauge' : 'histogram';
}

/** The fleet's counters in Prometheus' text format, for a real server to scrape. */
export function exposition(world: World): string {
  const lines = new Map<string, string[]>();
  const { history } = world.state;
  for (const [key, group] of Object.entries(world.state.groups)) {
    const gone = history.columns[key]?.every((column) => (column.at(-1) ?? null) === null) ?? true;
    if (gone) continue;
    const values = valuesOf(group);
    const common = `app="${escape(group.application)}",release="${escape(group.release)}",channel="stable",platform="${group.platform}"`;
    for (const [index, { name, le }] of seriesOfGroup.entries()) {
      const value = values[index];
      if (value === null || value === undefined) continue;
      const family = name.replace(/_(?:bucket|sum|count)$/, '');
      const list = lines.get(family) ?? [`# TYPE ${family} ${typeOf(name)}`];
      list.push(`${name}{${common}${le === null ? '' : `,le="${le}"`}} ${value}`);
      lines.set(family, list);
    }
  }
  return `${[...lines.values()].flat().join('\n')}\n`;
}
