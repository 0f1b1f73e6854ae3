import { z } from 'zod';
import { JsonPath } from '../../json/pick.ts';
import { Template } from '../shared/fill.ts';

export const operators = ['atMost', 'below', 'atLeast', 'above', 'equals', 'not'] as const;
export type Operator = (typeof operators)[number];

const Budget = z
  .strictObject({
    name: z.string().trim().min(1).optional(),
    /** What is measured; every value it finds must keep to the limit. */
    value: JsonPath,
    is: z.enum(operators),
    limit: z.union([z.number(), z.string(), z.boolean()]),
    /** Shown behind the numbers, such as ms. */
    unit: z.string().default(''),
    /** Hold the number of values against the limit, not the values; `in` must then find something, so that a slip of the path is no pass. */
    count: z.boolean().default(false),
    in: JsonPath.optional(),
  })
  .refine((budget) => !budget.count || budget.in !== undefined, { path: ['in'], message: 'count needs in: a path to what is counted in' })
  .refine((budget) => typeof budget.limit === 'number' || budget.is === 'equals' || budget.is === 'not', {
    path: ['limit'],
    message: 'must be a number, unless the budget says equals or not',
  })
  .refine((budget) => !budget.count || typeof budget.limit === 'number', { path: ['limit'], message: 'a count has a number as its limit' });
export type Budget = z.infer<typeof Budget>;

const Score = z.number('a score from 0 to 1, such as 0.9').min(0).max(1);

/** What a plan may say under `with`. */
export const reportOptions = z
  .strictObject({
    /** Added to the connection's address; takes {{application}}, {{release}}, {{channel}} and {{platform}}. */
    path: Template.refine((path) => /^[/?]/.test(path), { message: 'must begin with / or ?' }).optional(),
    budgets: z.array(Budget).default([]),
    /** The report is what Lighthouse CI writes: `assertion-results.json` or `manifest.json`. */
    lighthouse: z.enum(['assertions', 'manifest']).optional(),
    /** Least scores of a Lighthouse manifest by category, 0–1. */
    scores: z.record(z.string().min(1), Score).default({}),
    /** Where the report names the version it is about; a report about another one is no answer. */
    release: JsonPath.optional(),
    /** Where the report says when it was made, and how old it may be, hours. */
    at: JsonPath.optional(),
    maxAgeHours: z.number().positive().optional(),
  })
  .refine((wish) => wish.budgets.length > 0 || wish.lighthouse !== undefined, {
    path: ['budgets'],
    message: 'name at least one budget, or lighthouse',
  })
  .refine((wish) => (wish.lighthouse === 'manifest') === Object.keys(wish.scores).length > 0, {
    path: ['scores'],
    message: 'scores and lighthouse: manifest belong together',
  })
  .refine((wish) => (wish.at === undefined) === (wish.maxAgeHours === undefined), {
    path: ['maxAgeHours'],
    message: 'at and maxAgeHours belong together',
  });
export type ReportOptions = z.infer<typeof reportOptions>;
