import { useEffect, useMemo } from 'react';
import { navigate } from '../stores/router.ts';
import { allShortcuts, useShortcuts, useShortcutStore } from '../stores/shortcuts.ts';
import type { Shortcut } from '../stores/shortcuts.ts';
import { places } from './rail.tsx';
import { keyName, readKeys } from './read-keys.ts';

/** A sequence such as `g h` has to be typed within this time. */
const sequenceMs = 1200;

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

/** A dialog keeps the keys to itself. */
function dialogOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
}

/** Enter and space belong to the focused control, wherever there is one. */
function leaveToControl(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' && event.key !== ' ') return false;
  return event.target instanceof HTMLElement && event.target.closest('a, button, [role="button"], summary') !== null;
}

function startKeys(): () => void {
  let typed = '';
  let last = 0;
  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === 'Shift' || typing(event.target) || dialogOpen() || leaveToControl(event)) return;
    const name = keyName(event);
    const shortcuts = allShortcuts(useShortcutStore.getState().sets);
    const continued = typed !== '' && event.timeStamp - last < sequenceMs ? readKeys(shortcuts, `${typed} ${name}`) : null;
    const meaning = continued ?? readKeys(shortcuts, name);
    typed = '';
    if (meaning === null) return;
    event.preventDefault();
    if (meaning === 'more') {
      typed = name;
      last = event.timeStamp;
      return;
    }
    meaning.run();
  }
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}

/** Listens for shortcuts and puts those of the shell in force. */
export function useKeys(openHelp: () => void): void {
  useEffect(startKeys, []);
  const own = useMemo<readonly Shortcut[]>(
    () => [
      ...places.map((place) => ({ keys: place.keys, label: `Go to ${place.label}`, group: 'Go', run: () => navigate(place.path) })),
      { keys: '?', label: 'Show this help', group: 'Everywhere', run: openHelp },
    ],
    [openHelp],
  );
  useShortcuts('shell', own);
}
