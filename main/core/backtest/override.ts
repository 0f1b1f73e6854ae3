import { type Document, isMap, isScalar, isSeq, type Pair, parseDocument, stringify, type YAMLMap } from 'yaml';
import { didYouMean } from '../plan/nearest.ts';
import type { OverrideKey } from './override-keys.ts';

/** One changed number of a gate, as it would be written in the file: `2 %`, `10m`, 200; null takes the key out. */
export interface Override {
  /** Id of the gate; a member of a composite as `outer/inner`. */
  readonly gate: string;
  /** Only in this stage; null for the plan-wide gate and every stage that has a number of its own. */
  readonly stage: string | null;
  readonly key: OverrideKey;
  readonly value: string | number | null;
}

export type Overridden = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

/** A plan's text with some numbers changed. Everything else, comments and folded lines included, stays as it was written. */
export function overridden(text: string, overrides: readonly Override[]): Overridden {
  let changed = text;
  for (const override of overrides) {
    const document = parseDocument(changed, { logLevel: 'error' });
    if (document.errors.length > 0)
      return { ok: false, message: 'The plan is not valid YAML, so nothing in it can be changed. Check it first' };
    const gates = gatesMeant(document, override);
    if (typeof gates === 'string') return { ok: false, message: gates };
    if (gates.length === 0) changed = withStageGate(changed, document, override);
    // Last place first, so that the places before it stay where they are.
    for (const gate of gates.toReversed()) changed = edited(changed, document, gate, override);
  }
  return { ok: true, text: changed };
}

/** The places of a gate that the change is about, in the order of the file; none when a stage takes it from the plan as it is. */
function gatesMeant(document: Document.Parsed, { gate, stage, key }: Override): YAMLMap[] | string {
  const [outer = '', ...inner] = gate.split('/');
  const known = gateIds(document);
  const unknown = `There is no gate ${gate}.${didYouMean(gate, known)} Gates: ${known.join(', ')}`;
  if (stage === null) {
    const found = placesOf(document, outer).flatMap((place) => memberOf(place, inner));
    // A stage that leaves the number to the plan-wide gate goes on doing so.
    return found.length === 0 ? unknown : found.filter((place, index) => index === 0 || place.has(key));
  }
  const named = stagesOf(document).find((one) => stageName(one) === stage);
  if (named === undefined) return `There is no stage ${stage}. Stages: ${stagesOf(document).map(stageName).join(', ')}`;
  const own = mapsIn(named.get('gates')).filter((one) => one.get('id') === outer);
  if (own.length === 0 && inner.length === 0 && known.includes(outer)) return [];
  const found = own.flatMap((place) => memberOf(place, inner));
  return found.length === 0 ? unknown : found;
}

/** The text with one number of one gate set, added after its id, or taken out. */
function edited(text: string, document: Document.Parsed, gate: YAMLMap, { key, value }: Override): string {
  const pair = pairOf(gate, key);
  if (value === null) return pair === null ? text : without(text, document, gate, pair);
  const written = inYaml(value);
  const old = placeOf(pair?.value);
  if (old !== null) return text.slice(0, old.from) + written + text.slice(old.to);
  const id = pairOf(gate, 'id');
  const [name, word] = [placeOf(id?.key), placeOf(id?.value)];
  if (name === null || word === null) return text;
  if (gate.flow === true) return `${text.slice(0, word.to)}, ${key}: ${written}${text.slice(word.to)}`;
  const indent = ' '.repeat(name.from - startOfLine(text, name.from));
  const at = endOfLine(text, word.to);
  return `${text.slice(0, at)}\n${indent}${key}: ${written}${text.slice(at)}`;
}

function without(text: string, document: Document.Parsed, gate: YAMLMap, pair: Pair): string {
  const [name, old] = [placeOf(pair.key), placeOf(pair.value)];
  if (name !== null && old !== null) {
    const start = startOfLine(text, name.from);
    const ownLine = gate.flow !== true && text.slice(start, name.from).trim() === '';
    if (ownLine) return text.slice(0, start) + text.slice(endOfLine(text, old.to) + 1);
    const comma = text.lastIndexOf(',', name.from);
    const follows = gate.flow === true && comma >= 0 && text.slice(comma + 1, name.from).trim() === '';
    if (follows) return text.slice(0, comma) + text.slice(old.to);
  }
  gate.delete(pair.key);
  return document.toString({ lineWidth: 0 });
}

/** Where a word or number stands in the text; null for anything else. */
function placeOf(node: unknown): { readonly from: number; readonly to: number } | null {
  if (!isScalar(node) || !Array.isArray(node.range)) return null;
  return { from: node.range[0], to: node.range[1] };
}

function startOfLine(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** The text with an entry for a plan-wide gate in a stage that has had none. */
function withStageGate(text: string, document: Document.Parsed, { gate, stage, key, value }: Override): string {
  const named = stagesOf(document).find((one) => stageName(one) === stage);
  const percent = named === undefined ? null : pairOf(named, 'percent');
  const [name, share] = [placeOf(percent?.key), placeOf(percent?.value)];
  if (value === null || named === undefined || name === null || share === null) return text;
  const entry = `{ id: ${gate}, ${key}: ${inYaml(value)} }`;
  const list = named.get('gates');
  if (isSeq(list)) {
    list.add(document.createNode({ id: gate, [key]: value }));
    return document.toString({ lineWidth: 0 });
  }
  if (named.flow === true) return `${text.slice(0, share.to)}, gates: [${entry}]${text.slice(share.to)}`;
  const indent = ' '.repeat(name.from - startOfLine(text, name.from));
  const at = endOfLine(text, share.to);
  return `${text.slice(0, at)}\n${indent}gates:\n${indent}  - ${entry}${text.slice(at)}`;
}

/** A value as YAML writes it, quoted where it has to be. */
function inYaml(value: string | number): string {
  return stringify(value, { lineWidth: 0 }).trimEnd();
}

function pairOf(map: YAMLMap, name: string): Pair | null {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === name) ?? null;
}

function mapsIn(list: unknown): YAMLMap[] {
  return isSeq(list) ? list.items.filter((item) => isMap(item)) : [];
}

function stagesOf(document: Document.Parsed): YAMLMap[] {
  return mapsIn(document.get('stages'));
}

/** Every list of gates: the plan's, then those of its stages. */
function gateLists(document: Document.Parsed): YAMLMap[] {
  return [document.get('gates'), ...stagesOf(document).map((stage) => stage.get('gates'))].flatMap(mapsIn);
}

function placesOf(document: Document.Parsed, id: string): YAMLMap[] {
  return gateLists(document).filter((gate) => gate.get('id') === id);
}

function stageName(stage: YAMLMap): string {
  const word = (key: string): string | null => {
    const value: unknown = stage.get(key);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
  };
  return word('name') ?? `${(word('percent') ?? '').replace(/\s?%$/, '')} %`;
}

function memberOf(gate: YAMLMap, path: readonly string[]): YAMLMap[] {
  const [id, ...rest] = path;
  if (id === undefined) return [gate];
  return mapsIn(gate.get('gates'))
    .filter((one) => one.get('id') === id)
    .flatMap((member) => memberOf(member, rest));
}

function gateIds(document: Document.Parsed): string[] {
  return [...new Set(gateLists(document).map((gate) => String(gate.get('id'))))];
}
