import { ascending, countRanks } from './ranks.ts';

/** Arithmetic mean, whatever the order of the values; NaN for none. */
export function mean(values: readonly number[]): number {
  return ascending(values).reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean of the experiment over mean of the control (1 = no difference); null when either is zero, as in Kayenta's EffectSizes. */
export function meanRatio(experiment: readonly number[], control: readonly number[]): number | null {
  const [above, below] = [mean(experiment), mean(control)];
  return above === 0 || below === 0 || Number.isNaN(above / below) ? null : above / below;
}

/**
 * Common language effect size, 0–1: the share of pairs in which the experiment is higher, ties counted half (Vargha and Delaney 2000).
 * 0.5 means no difference; null when either sample is empty.
 */
export function commonLanguageEffect(experiment: readonly number[], control: readonly number[]): number | null {
  if (experiment.length === 0 || control.length === 0) return null;
  const { excess } = countRanks(ascending(experiment), ascending(control));
  return excess / (experiment.length * control.length) + 0.5;
}
