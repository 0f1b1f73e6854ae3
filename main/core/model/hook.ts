/** How a program signs what it sends: as GitHub does, or after the Standard Webhooks specification. */
export const hookShapes = ['github', 'standard'] as const;
export type HookShape = (typeof hookShapes)[number];

/** A named way in for one program: a verified message takes a release of its application back. Times in ms. */
export interface Hook {
  readonly id: string;
  readonly name: string;
  readonly applicationId: string;
  readonly shape: HookShape;
  readonly createdAt: number;
  readonly rotatedAt: number | null;
  /** Until when the secret of before is taken too; null when it never is. */
  readonly formerUntil: number | null;
  readonly lastUsedAt: number | null;
  /** How many messages were acted on. */
  readonly used: number;
}

/** Why a message was refused. */
export const hookRefusals = [
  'address',
  'host',
  'origin',
  'method',
  'type',
  'size',
  'flood',
  'secret',
  'missing',
  'signature',
  'time',
  'replay',
  'json',
  'message',
  'release',
  'recovery',
] as const;
export type HookRefusal = (typeof hookRefusals)[number];

/** Whom a refusal is counted for when the address names no hook. */
export const noHook = '';

/** How often one hook refused for one reason. */
export interface HookRefusalCount {
  readonly hookId: string;
  readonly kind: HookRefusal;
  readonly count: number;
  /** ms. */
  readonly lastAt: number;
}
