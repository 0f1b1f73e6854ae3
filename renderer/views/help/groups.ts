import type { Shortcut } from '../../stores/shortcuts.ts';

export type HelpLine = Pick<Shortcut, 'keys' | 'label'>;
export interface HelpGroup {
  readonly name: string;
  readonly lines: readonly HelpLine[];
}

const everywhere = 'Everywhere';

/** Shortcuts under their headings; those that work everywhere first, with the keys that no registry holds. */
export function groupShortcuts(shortcuts: readonly Shortcut[], modifier: string): readonly HelpGroup[] {
  const groups = new Map<string, HelpLine[]>([
    [
      everywhere,
      [
        { keys: `${modifier}+K`, label: 'Search or run a command' },
        { keys: 'Esc', label: 'Close what is open' },
      ],
    ],
  ]);
  for (const { group, keys, label } of shortcuts) groups.set(group, [...(groups.get(group) ?? []), { keys, label }]);
  return [...groups].map(([name, lines]) => ({ name, lines }));
}
