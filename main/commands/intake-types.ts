/** What became of a batch of events. */
export type IntakeAnswer =
  | { readonly ok: true; readonly accepted: number; readonly dropped: number }
  | { readonly ok: false; readonly message: string; readonly errors: readonly { readonly index: number; readonly message: string }[] };
