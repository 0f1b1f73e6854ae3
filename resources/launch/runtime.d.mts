export interface FindElectronOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly say: (line: string) => void;
  readonly userId: number | undefined;
}

export type FoundElectron = { readonly path: string; readonly reason: null } | { readonly path: null; readonly reason: string };

/** The Electron executable, fetched once when it is missing and may be; otherwise the reason in words why there is none. */
export function findElectron(root: string, options: FindElectronOptions): Promise<FoundElectron>;
