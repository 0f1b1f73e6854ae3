import { type Document, isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';
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

/** A plan's text with some numbers changed; comments, order and everything else stay as they were written. */
export function overridden(text: string, overrides: readonly Override[]): Overridden {
  if (overrides.length === 0) return { ok: true, text };
  const document = parseDocument(text, { logLevel: 'error' });
  if (document.errors.length > 0)
    return { ok: false, message: 'The plan is not valid YAML, so nothing in it can be changed. Check it first.' };
  for (const override of overrides) {
    const problem = change(document, override);
    if (problem !== null) return { ok: false, message: problem };
  }
  // A line that was not folded before must not be folded now.
  return { ok: true, text: document.toString({ lineWidth: 0, flowCollectionPadding: true }) };
}

function change(document: Document.Parsed, override: Override): string | null {
  const [outer = '', ...inner] = override.gate.split('/');
  const found = override.stage === null ? everywhere(document, outer) : inStage(document, override.stage, outer);
  if (typeof found === 'string') return found;
  const gates = found.map((gate) => memberOf(gate, inner)).filter((gate) => gate !== null);
  if (gates.length === 0)
    return `There is no gate ${override.gate}.${didYouMean(outer, gateIds(document))} Gates: ${gateIds(document).join(', ')}`;
  const [first] = gates;
  for (const gate of gates) {
    // A stage that leaves the number to the plan-wide gate goes on doing so.
    if (gate !== first && !gate.has(override.key)) continue;
    if (override.value === null) gate.delete(override.key);
    else setValue(document, gate, override.key, override.value);
  }
  return null;
}

/** Keeps the comment beside the old value. */
function setValue(document: Document.Parsed, gate: YAMLMap, key: string, value: string | number): void {
  const old = gate.get(key, true);
  const fresh = document.createNode(value);
  if (isScalar(old)) {
    fresh.comment = old.comment ?? null;
    fresh.commentBefore = old.commentBefore ?? null;
  }
  gate.set(key, fresh);
}

function gatesIn(list: unknown): YAMLMap[] {
  return isSeq(list) ? list.items.filter((item) => isMap(item)) : [];
}

function stagesOf(document: Document.Parsed): YAMLMap[] {
  return gatesIn(document.get('stages'));
}

/** The plan-wide gate first, then what stages change of it. */
function everywhere(document: Document.Parsed, id: string): YAMLMap[] {
  return [document.get('gates'), ...stagesOf(document).map((stage) => stage.get('gates'))]
    .flatMap(gatesIn)
    .filter((gate) => gate.get('id') === id);
}

function stageName(stage: YAMLMap): string {
  const word = (key: string): string | null => {
    const value: unknown = stage.get(key);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
  };
  return word('name') ?? `${(word('percent') ?? '').replace(/\s?%$/, '')} %`;
}

/** The gate of one stage; a plan-wide one gets an entry there. */
function inStage(document: Document.Parsed, name: string, id: string): YAMLMap[] | string {
  const stage = stagesOf(document).find((one) => stageName(one) === name);
  if (stage === undefined) return `There is no stage ${name}. Stages: ${stagesOf(document).map(stageName).join(', ')}`;
  const own = gatesIn(stage.get('gates')).filter((gate) => gate.get('id') === id);
  if (own.length > 0 || !gateIds(document).includes(id)) return own;
  const added = document.createNode({ id });
  if (!isSeq(stage.get('gates'))) stage.set('gates', document.createNode([]));
  const list: unknown = stage.get('gates');
  if (isSeq(list)) list.add(added);
  return isMap(added) ? [added] : [];
}

function memberOf(gate: YAMLMap, path: readonly string[]): YAMLMap | null {
  const [id, ...rest] = path;
  if (id === undefined) return gate;
  const member = gatesIn(gate.get('gates')).find((one) => one.get('id') === id);
  return member === undefined ? null : memberOf(member, rest);
}

function gateIds(document: Document.Parsed): string[] {
  const all = [document.get('gates'), ...stagesOf(document).map((stage) => stage.get('gates'))].flatMap(gatesIn);
  return [...new Set(all.map((gate) => String(gate.get('id'))))];
}
