import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { type OverrideKey, overrideKeys } from './override-keys.ts';

/** One number of a gate as the file has it: `2 %`, `10m`, 200; null where the file leaves it out. */
export interface GateNumber {
  readonly key: OverrideKey;
  readonly value: string | number | null;
  /** Names of stages that set a number of their own; they follow a change of the plan-wide one. */
  readonly stages: readonly string[];
}

export interface GateNumbers {
  /** As an override names it: a member of a composite as `outer/inner`. */
  readonly gate: string;
  readonly title: string;
  readonly kind: string;
  readonly direction: string;
  readonly numbers: readonly GateNumber[];
}

interface Found {
  readonly gate: string;
  readonly map: YAMLMap;
  /** Null for the plan-wide gate. */
  readonly stage: string | null;
}

/** The gates of a plan's text with the numbers a backtest may change, in the order of the file. Empty when it is not YAML. */
export function gateNumbers(text: string): GateNumbers[] {
  const document = parseDocument(text, { logLevel: 'error' });
  if (document.errors.length > 0) return [];
  const stages = mapsIn(document.get('stages'));
  const found = [
    ...gatesOf(document.get('gates'), null, ''),
    ...stages.flatMap((stage) => gatesOf(stage.get('gates'), stageName(stage), '')),
  ];
  return [...new Set(found.map((one) => one.gate))].map((gate) =>
    numbersOf(
      gate,
      found.filter((one) => one.gate === gate),
    ),
  );
}

function mapsIn(list: unknown): YAMLMap[] {
  return isSeq(list) ? list.items.filter((item) => isMap(item)) : [];
}

function gatesOf(list: unknown, stage: string | null, outer: string): Found[] {
  return mapsIn(list).flatMap((map) => {
    const gate = `${outer}${String(map.get('id'))}`;
    return [{ gate, map, stage }, ...gatesOf(map.get('gates'), stage, `${gate}/`)];
  });
}

function stageName(stage: YAMLMap): string {
  return word(stage, 'name') ?? `${(word(stage, 'percent') ?? '').replace(/\s?%$/, '')} %`;
}

function numbersOf(gate: string, found: readonly Found[]): GateNumbers {
  const said = (key: string): string | null => found.map((one) => word(one.map, key)).find((value) => value !== null) ?? null;
  return {
    gate,
    title: said('title') ?? gate,
    kind: said('kind') ?? 'absolute',
    direction: said('direction') ?? 'above',
    numbers: overrideKeys.map((key) => ({
      key,
      value: found.map((one) => scalar(one.map, key)).find((value) => value !== null) ?? null,
      stages: found.flatMap((one) => (one.stage !== null && scalar(one.map, key) !== null ? [one.stage] : [])),
    })),
  };
}

function scalar(map: YAMLMap, key: string): string | number | null {
  const node = map.get(key, true);
  if (!isScalar(node)) return null;
  return typeof node.value === 'string' || typeof node.value === 'number' ? node.value : null;
}

function word(map: YAMLMap, key: string): string | null {
  const value = scalar(map, key);
  return value === null ? null : String(value);
}
