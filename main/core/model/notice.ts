export const severities = ['info', 'warning', 'error', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** What a notice does to an alert that somebody was paged for. */
export const alertActs = ['trigger', 'acknowledge', 'resolve'] as const;

/** The alert a notice belongs to. Notices about the same trouble share a key, so that they page once and one of them can end it. */
export interface NoticeAlert {
  readonly key: string;
  readonly act: (typeof alertActs)[number];
}

export interface Notice {
  readonly severity: Severity;
  readonly title: string;
  readonly body: string;
  readonly links: readonly { readonly text: string; readonly href: string }[];
  /** Notices with the same key inside a short time are one. */
  readonly dedupKey: string;
  /** Only services that page people heed it; left out, the notice triggers an alert of its own. */
  readonly alert?: NoticeAlert;
}
