import type { IncidentSeverity } from '../model/incident.ts';
import type { Surface } from '../model/surface.ts';
import type { Playbook } from './playbook.ts';

/** What a playbook is held against. */
export interface Trouble {
  readonly severity: IncidentSeverity;
  /** Gates that were red, worst first. */
  readonly red: readonly { readonly gate: string; readonly title: string; readonly metric: string; readonly unit: string }[];
  /** Where the release is, the target that broke first. */
  readonly surfaces: readonly Surface[];
}

export interface Suggestion {
  /** Higher fits better; 0 does not fit. */
  readonly score: number;
  /** Why it fits, in words; empty when it does not. */
  readonly why: string;
}

const weight = { word: 10, unit: 8, severity: 6, surface: 2, here: 1, later: 2 } as const;

/** Ids are written with hyphens, underscores or capitals: all of them part words. */
function partsOf(text: string): readonly string[] {
  return text
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== '');
}

function says(text: string, word: string): boolean {
  const parts = partsOf(text);
  const wanted = partsOf(word);
  return parts.some((_, index) => wanted.every((part, offset) => parts[index + offset]?.startsWith(part) === true));
}

/** How well a playbook fits an incident, by the words, unit, severity and surfaces in its head. */
export function suggestionOf({ fits }: Pick<Playbook, 'fits'>, trouble: Trouble): Suggestion {
  const none: Suggestion = { score: 0, why: '' };
  if (fits.surfaces.length > 0 && !fits.surfaces.some((one) => trouble.surfaces.includes(one))) return none;
  const here = trouble.surfaces[0];
  const near = here !== undefined && fits.surfaces.includes(here) ? weight.here : 0;
  const byWord = trouble.red.find((gate) => fits.words.some((word) => says(`${gate.gate} ${gate.title} ${gate.metric}`, word)));
  if (byWord !== undefined)
    return { score: weight.word + near - trouble.red.indexOf(byWord) * weight.later, why: `fits the gate ${byWord.title}` };
  const byUnit = trouble.red.find((gate) => fits.units.includes(gate.unit));
  if (byUnit !== undefined) return { score: weight.unit, why: `fits the unit of the gate ${byUnit.title}` };
  if (fits.severities.includes(trouble.severity)) return { score: weight.severity, why: `fits ${trouble.severity}` };
  const surface = fits.surfaces.find((one) => trouble.surfaces.includes(one));
  return surface === undefined ? none : { score: weight.surface + near, why: `the release is on ${surface}` };
}
