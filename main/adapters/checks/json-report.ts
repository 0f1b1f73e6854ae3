import type { CheckItem } from '../../core/model/check.ts';
import { type Document, fetchDocument } from '../json/fetch-document.ts';
import { labelAt, timeAt } from '../json/pick.ts';
import { type HttpJsonSettings, settingsFields, settingsSchema } from '../json/settings.ts';
import { testLines } from '../test-lines.ts';
import type { CheckAdapter, CheckRequest } from './port.ts';
import { judgeBudget } from './report/budgets.ts';
import { judgeAssertions, judgeManifest } from './report/lighthouse.ts';
import { type ReportOptions, reportOptions } from './report/options.ts';
import { answered, decisive, worstOf } from './shared/answer.ts';
import { fill } from './shared/fill.ts';

/** Why a report says nothing about this release now; null when it does. `now` in ms. */
function besidePoint(document: Document, request: CheckRequest, wish: ReportOptions, now: number): string | null {
  if (wish.release !== undefined) {
    const about = labelAt(document, wish.release).replace(/^v(?=\d)/, '');
    if (about === '*') return `The report does not say at ${wish.release} which version it is about.`;
    if (about !== request.release) return `The report is about ${about.slice(0, 60)}, not ${request.release}.`;
  }
  if (wish.at === undefined || wish.maxAgeHours === undefined) return null;
  const at = timeAt(document, wish.at, now);
  if (at === null) return `The report does not say at ${wish.at} when it was made.`;
  const hours = (now - at) / 3_600_000;
  return hours > wish.maxAgeHours ? `The report is ${hours.toFixed(1)} h old; ${wish.maxAgeHours} h are allowed.` : null;
}

function itemsOf(document: Document, wish: ReportOptions): CheckItem[] {
  const lighthouse =
    wish.lighthouse === 'assertions'
      ? judgeAssertions(document)
      : wish.lighthouse === 'manifest'
        ? judgeManifest(document, wish.scores)
        : [];
  return [...lighthouse, ...wish.budgets.map((budget) => judgeBudget(document, budget))];
}

/** Any JSON report by address against budgets (R4.12): Lighthouse CI, accessibility, end-to-end results, bundle sizes. */
export const jsonReport = {
  id: 'json-report',
  label: 'JSON report',
  settings: { fields: settingsFields, schema: settingsSchema },
  options: reportOptions,
  hosts: (settings) => [new URL(settings.url).host],
  test: async (context) =>
    await testLines([['Address', async () => void (await fetchDocument(context, { minutes: 5 })), 'The address answers with JSON.']]),
  async ask(context, request, wish) {
    const path = wish.path === undefined ? undefined : fill(wish.path, request, encodeURIComponent);
    const { document } = await fetchDocument(context, { path, minutes: 5 });
    const reason = besidePoint(document, request, wish, context.now());
    if (reason !== null) return answered(null, reason, []);
    const items = itemsOf(document, wish);
    const passed = worstOf(items);
    if (items.length === 0) return answered(null, 'The report is empty, so there is nothing to go by.', []);
    return answered(passed, passed === true ? `All ${items.length} are within their budgets.` : decisive(items, passed), items);
  },
} satisfies CheckAdapter<HttpJsonSettings, ReportOptions>;
