/** What passes between the test (which owns the pages) and the forked Node that runs the built main on the stand-in `electron`. */

export type ToMain =
  | { readonly kind: 'answer'; readonly id: number; readonly value?: unknown; readonly error?: string }
  | {
      readonly kind: 'invoke';
      readonly id: number;
      readonly window: number;
      readonly url: string;
      readonly channel: string;
      readonly args: unknown[];
    }
  | { readonly kind: 'send'; readonly window: number; readonly url: string; readonly channel: string; readonly args: unknown[] }
  | { readonly kind: 'popup'; readonly id: number; readonly window: number; readonly url: string }
  | { readonly kind: 'willNavigate'; readonly id: number; readonly window: number; readonly url: string }
  | { readonly kind: 'navigated'; readonly window: number; readonly url: string }
  | { readonly kind: 'loaded'; readonly window: number }
  | { readonly kind: 'closeByUser'; readonly id: number; readonly window: number }
  | { readonly kind: 'evaluate'; readonly id: number; readonly source: string; readonly argument: unknown };

export type Question =
  | {
      readonly op: 'create';
      readonly window: number;
      readonly width: number;
      readonly height: number;
      readonly preload: string | null;
      readonly args: readonly string[];
    }
  | { readonly op: 'load'; readonly window: number; readonly url: string }
  | { readonly op: 'script'; readonly window: number; readonly code: string }
  | { readonly op: 'pdf'; readonly window: number; readonly background: boolean };

export type Notice =
  | { readonly op: 'push'; readonly window: number; readonly channel: string; readonly args: unknown[] }
  | { readonly op: 'resize'; readonly window: number; readonly width: number; readonly height: number }
  | { readonly op: 'reload'; readonly window: number }
  | { readonly op: 'close'; readonly window: number };

export type FromMain =
  | { readonly kind: 'reply'; readonly id: number; readonly value?: unknown; readonly error?: string }
  | ({ readonly kind: 'ask'; readonly id: number } & Question)
  | ({ readonly kind: 'tell' } & Notice);

/** Environment variables that the stand-in `electron` reads. */
export const hostVariables = {
  userData: 'TIDEGATE_HOST_USER_DATA',
  version: 'TIDEGATE_HOST_VERSION',
  noKeyring: 'TIDEGATE_HOST_NO_KEYRING',
  secondInstance: 'TIDEGATE_HOST_SECOND_INSTANCE',
} as const;
