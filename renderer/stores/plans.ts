import { createAskedStore } from './asked.ts';

export const planList = createAskedStore('plans.list', { asksAgain: (change) => change.table === 'reload' });

export const planDetail = createAskedStore('plans.get', { asksAgain: (change) => change.table === 'reload' });
