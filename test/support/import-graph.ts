import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { parseSync } from 'vite';
import { importTable, keptTo } from './import-table.ts';

/** One import, as written in `from` (a path inside the repository with forward slashes). */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** Only types are taken. */
  readonly typesOnly: boolean;
}

const data = /\.(json|css|svg|png)$/;

/** Every static, dynamic and type import of a source file. */
export function arrowsOf(from: string, source: string): Arrow[] {
  const parsed = parseSync(from, source);
  if (parsed.errors.length > 0) throw new Error(`${from} does not parse: ${parsed.errors[0]?.message ?? ''}`);
  const arrows: Arrow[] = [];
  for (const item of parsed.module.staticImports) {
    const typesOnly = item.entries.length > 0 && item.entries.every((entry) => entry.isType);
    arrows.push({ from, to: item.moduleRequest.value, typesOnly });
  }
  for (const item of parsed.module.staticExports) {
    const named = item.entries.flatMap((entry) => (entry.moduleRequest ? [{ to: entry.moduleRequest.value, isType: entry.isType }] : []));
    const first = named[0];
    if (first) arrows.push({ from, to: first.to, typesOnly: named.every((entry) => entry.isType) });
  }
  for (const item of parsed.module.dynamicImports) {
    const text = source.slice(item.moduleRequest.start, item.moduleRequest.end);
    arrows.push({ from, to: /^(['"`])(.*)\1$/.exec(text)?.[2] ?? text, typesOnly: false });
  }
  for (const match of source.matchAll(/\bimport\((['"])([^'"]+)\1\)\s*[.;,)\]]/g)) {
    const to = match[2] ?? '';
    if (!arrows.some((arrow) => arrow.to === to)) arrows.push({ from, to, typesOnly: true });
  }
  for (const match of source.matchAll(/\brequire\((['"])([^'"]+)\1\)/g)) {
    arrows.push({ from, to: match[2] ?? '', typesOnly: false });
  }
  return arrows;
}

/** Folders that hold parts of an entry: `main/desktop` of app.ts, `main/cli` and `main/drill` of cli.ts. */
export const partsOfEntries = new Set(['desktop', 'cli', 'drill']);

/** The room of a path inside the repository. */
export function roomOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  if (top !== 'main') return top;
  return second.endsWith('.ts') || partsOfEntries.has(second) ? 'entries' : second;
}

/** Why an arrow is not allowed, or null. */
export function judge(arrow: Arrow): string | null {
  const room = roomOf(arrow.from);
  const rule = importTable[room];
  if (!rule) return `${arrow.from}: the room "${room}" is not in the import table`;
  if (/^\.{1,2}\//.test(arrow.to)) return judgeFile(arrow, room);
  if (arrow.to.startsWith('node:')) return rule.node ? null : `${arrow.from} imports ${arrow.to}, but ${room} has no Node`;
  const name = packageName(arrow.to);
  if (builtinModules.includes(name)) return `${arrow.from} imports "${arrow.to}": write it with "node:"`;
  const kept = keptTo.find((item) => item.package === name && item.room === room);
  if (kept && !kept.only.test(arrow.from)) return `${arrow.from} imports ${name}, which only ${kept.only.source} may`;
  return rule.packages.includes(name) ? null : `${arrow.from} imports the package ${name}, which is not on the list of ${room}`;
}

function judgeFile(arrow: Arrow, room: string): string | null {
  const target = posix.normalize(posix.join(posix.dirname(arrow.from), arrow.to));
  const rule = importTable[room];
  const targetRoom = roomOf(target);
  if (!/\.(ts|tsx)$/.test(target) && !data.test(target)) return `${arrow.from} imports ${arrow.to} without its extension`;
  if (targetRoom === 'resources' && target.endsWith('.json')) return null;
  const allowed = (names: readonly string[] | undefined): boolean =>
    names?.some((name) => name === targetRoom || target.startsWith(`main/${name}/`)) ?? false;
  if (allowed(rule?.rooms)) return null;
  if (arrow.typesOnly && allowed(rule?.typesOf)) return null;
  return `${arrow.from} imports ${target}: ${room} may not import ${targetRoom}${allowed(rule?.typesOf) ? ' except its types' : ''}`;
}

function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}
