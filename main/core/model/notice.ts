export const severities = ['info', 'warning', 'error', 'critical'] as const;
export type Severity = (typeof severities)[number];

export interface Notice {
  readonly severity: Severity;
  readonly title: string;
  readonly body: string;
  readonly links: readonly { readonly text: string; readonly href: string }[];
  /** Notices with the same key inside a short time are one. */
  readonly dedupKey: string;
}
