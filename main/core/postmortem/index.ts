export { chartSvg, withCharts } from './chart.ts';
export { markdownHtml, postmortemHtml } from './html.ts';
export { postmortemMarkdown } from './markdown.ts';
export {
  type FrozenSeries,
  type PostmortemRecord,
  type RecordedAction,
  type RecordedDecision,
  type RecordedEntry,
  type TargetReach,
} from './record.ts';
