/**
 * Who may import whom, as data. A room is a folder of main, or `entries` (files directly in main), `preload`, `renderer`, `test`.
 * The lint table in .oxlintrc.json repeats the coarse part of it for editors; this one is complete.
 */
export interface RoomRule {
  readonly rooms: readonly string[];
  /** Rooms whose types, but not values, may be imported. */
  readonly typesOf?: readonly string[];
  readonly node: boolean;
  readonly packages: readonly string[];
}

const pure = ['zod', 'yaml', 'ms', 'canonicalize', '@noble/hashes'] as const;

export const importTable: Readonly<Record<string, RoomRule>> = {
  core: { rooms: ['core'], node: false, packages: [...pure, 'papaparse'] },
  contract: { rooms: ['contract', 'core'], node: false, packages: ['zod'] },
  store: { rooms: ['store', 'core'], node: true, packages: [...pure, 'better-sqlite3'] },
  adapters: { rooms: ['adapters', 'core'], node: true, packages: [...pure, 'jose', 'json-p3', 'picomatch', '@octokit/openapi-types'] },
  engine: { rooms: ['engine', 'core', 'store', 'adapters'], node: true, packages: [...pure, 'ulid', '@octokit/webhooks-methods'] },
  commands: { rooms: ['commands', 'core', 'contract', 'store', 'engine'], node: true, packages: [...pure, 'ulid', 'diff'] },
  doors: {
    rooms: ['doors', 'contract'],
    typesOf: ['commands', 'core'],
    node: true,
    packages: ['zod', 'hono', '@hono/node-server', 'electron', 'electron-updater'],
  },
  practice: {
    rooms: ['practice', 'core/model'],
    node: true,
    packages: [...pure, 'hono', '@hono/node-server', 'jose', '@octokit/openapi-types'],
  },
  entries: {
    rooms: ['entries', 'core', 'contract', 'store', 'adapters', 'engine', 'commands', 'doors', 'practice'],
    node: true,
    packages: [...pure, 'commander', 'diff', 'electron', 'electron-updater', 'env-paths', 'open', 'pino', 'proper-lockfile', 'ulid'],
  },
  preload: { rooms: ['preload', 'contract'], node: false, packages: ['electron'] },
  renderer: {
    rooms: ['renderer', 'contract', 'core'],
    node: false,
    packages: [
      'react',
      'react-dom',
      'zustand',
      'recharts',
      '@codemirror/autocomplete',
      '@codemirror/commands',
      '@codemirror/lang-yaml',
      '@codemirror/language',
      '@codemirror/lint',
      '@codemirror/merge',
      '@codemirror/search',
      '@codemirror/state',
      '@codemirror/view',
      '@lezer/highlight',
      '@mantine/core',
      '@mantine/hooks',
      '@mantine/notifications',
      '@mantine/spotlight',
      '@tabler/icons-react',
      '@tanstack/react-table',
      '@tanstack/react-virtual',
      'dayjs',
      'eventsource-parser',
      'mdast-util-from-markdown',
      'ms',
      'zod',
    ],
  },
};

/** Packages that one part of a room keeps to itself: package, room, and the only paths in it that may import the package. */
export const keptTo: readonly { readonly package: string; readonly room: string; readonly only: RegExp }[] = [
  { package: 'papaparse', room: 'core', only: /^main\/core\/history\// },
  { package: 'recharts', room: 'renderer', only: /^renderer\/charts\// },
  { package: '@codemirror/state', room: 'renderer', only: /^renderer\/views\/plans\/editor\// },
  { package: '@codemirror/view', room: 'renderer', only: /^renderer\/views\/plans\/editor\// },
  { package: 'electron', room: 'entries', only: /^main\/(app\.ts$|desktop\/)/ },
  { package: 'electron-updater', room: 'entries', only: /^main\/(app\.ts$|desktop\/)/ },
];
