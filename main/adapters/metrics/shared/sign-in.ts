import type { z } from 'zod';
import { field, Optional } from '../../settings-kit.ts';

/** How a source of numbers is signed in to: not at all, by token, or by user and password. */
export interface SignIn {
  readonly token?: string | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}

/** A value that goes into a header: one line of plain characters, so that it cannot smuggle another header in. */
export const HeaderText = Optional.refine((value) => value === undefined || /^[\x20-\x7e]+$/.test(value), {
  message: 'must be one line without special characters',
});

export const signInFields = [
  field('token', 'Bearer token', 'A read-only token made for Tidegate.', { kind: 'secret', required: false }),
  field('user', 'User', 'For basic authentication.', { required: false }),
  field('password', 'Password', 'For basic authentication.', { kind: 'secret', required: false }),
];

export const signInShape = { token: HeaderText, user: Optional, password: Optional };

/** What is wrong with a sign-in: two ways at once, or half of one. For `superRefine`. */
export function checkSignIn(value: SignIn, context: z.RefinementCtx): void {
  const wrong = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
  if (value.token !== undefined && value.user !== undefined) wrong('token', 'use either a token or a user with a password');
  if (value.password !== undefined && value.user === undefined) wrong('user', 'a password needs a user');
  if (value.user?.includes(':')) wrong('user', 'a user name for basic authentication cannot hold a colon');
}

/** The header that signs in, or none. */
export function authorization(settings: SignIn): Record<string, string> {
  if (settings.token !== undefined) return { authorization: `Bearer ${settings.token}` };
  if (settings.user === undefined) return {};
  return { authorization: `Basic ${Buffer.from(`${settings.user}:${settings.password ?? ''}`).toString('base64')}` };
}
