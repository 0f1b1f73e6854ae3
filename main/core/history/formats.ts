/** Forms a file of readings may have. */
export const readingFormats = ['csv', 'openmetrics', 'jsonl'] as const;
export type ReadingFormat = (typeof readingFormats)[number];

/** Forms a file of past releases may have. */
export const releaseFormats = ['csv', 'json'] as const;
export type ReleaseFormat = (typeof releaseFormats)[number];
