import { Kbd } from '@mantine/core';
import { Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo } from 'react';
import { navigate } from '../stores/router.ts';
import { allActions, registerActions, usePalette } from '../stores/palette.ts';
import type { PaletteAction } from '../stores/palette.ts';
import { places } from './rail.tsx';

function goTo(): readonly PaletteAction[] {
  return places.map((place) => ({
    id: `go-${place.path}`,
    label: `Go to ${place.label}`,
    group: 'Go',
    keys: place.keys,
    run: () => navigate(place.path),
  }));
}

function grouped(actions: readonly PaletteAction[]) {
  const groups = new Map<string, PaletteAction[]>();
  for (const action of actions) groups.set(action.group, [...(groups.get(action.group) ?? []), action]);
  return [...groups].map(([group, members]) => ({
    group,
    actions: members.map(({ id, label, description, keywords, keys, run }) => ({
      id,
      label,
      ...(description === undefined ? {} : { description }),
      keywords: [...(keywords ?? []), group],
      onClick: run,
      rightSection: keys === undefined ? undefined : <Kbd size="xs">{keys}</Kbd>,
    })),
  }));
}

/** The command palette on mod+K over every registered action. */
export function Palette() {
  const sets = usePalette((state) => state.sets);
  useEffect(() => registerActions('shell', goTo()), []);
  const actions = useMemo(() => grouped(allActions(sets)), [sets]);
  return (
    <Spotlight
      actions={actions}
      shortcut="mod + K"
      limit={40}
      overlayProps={{ backgroundOpacity: 0.55, blur: 0 }}
      highlightQuery
      scrollable
      maxHeight={420}
      nothingFound="Nothing fits these words"
      searchProps={{
        leftSection: <IconSearch size={16} aria-hidden />,
        placeholder: 'Search or run a command',
        'aria-label': 'Search or run a command',
      }}
    />
  );
}
