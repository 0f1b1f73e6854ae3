import type { Shortcut } from '../stores/shortcuts.ts';

/** `shift+r` for a letter with shift, the printed character for everything else. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'shiftKey'>): string {
  const letter = /^[a-z]$/i.test(event.key);
  if (letter && event.shiftKey) return `shift+${event.key.toLowerCase()}`;
  return event.key.toLowerCase();
}

/** What the keys typed so far mean: a shortcut, the beginning of one, or nothing. */
export function readKeys(shortcuts: readonly Shortcut[], typed: string): Shortcut | 'more' | null {
  const found = shortcuts.find((shortcut) => shortcut.keys === typed);
  if (found) return found;
  return shortcuts.some((shortcut) => shortcut.keys.startsWith(`${typed} `)) ? 'more' : null;
}
