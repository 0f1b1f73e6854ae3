import type { SignoffRow } from '../../../main/contract/shapes.ts';

const states: Readonly<Record<SignoffRow['state'], string>> = { go: 'go', noGo: 'no-go', open: 'not answered', expired: 'lapsed' };

/** Where an item stands, in a word or two. */
export function stateWord({ state, byGate }: Pick<SignoffRow, 'state' | 'byGate'>): string {
  return byGate && state === 'open' ? 'not yet' : states[state];
}

const sides = { above: { at: 'at most', beyond: 'less than' }, below: { at: 'at least', beyond: 'more than' } } as const;

/** The bound of a typed value: `at least 40 points`; empty when nothing is typed. */
export function boundWords({ value }: Pick<SignoffRow, 'value'>): string {
  if (value === null) return '';
  const side = sides[value.direction];
  return `${value.strict ? side.beyond : side.at} ${value.bound} ${value.unit}`.trim();
}

/** Whether a typed value keeps the bound; the engine decides it again. */
export function keeps({ value }: Pick<SignoffRow, 'value'>, typed: number): boolean {
  if (value === null) return true;
  if (typed === value.bound) return !value.strict;
  return value.direction === 'above' ? typed <= value.bound : typed >= value.bound;
}

/** Who gives it and what has to come with it: `signed off by operators · asks for a note · at least 40 points`. */
export function askedWords(row: SignoffRow): string {
  if (row.byGate) return `fills itself from the gate ${row.gateTitle ?? ''}`.trim();
  return [`signed off by ${row.role}s`, row.evidence ? 'asks for a note on the evidence' : '', boundWords(row)].filter(Boolean).join(' · ');
}
