import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const here = import.meta.dirname;

/** Folder with package.json and resources, seen from the sources as well as from the built files. */
function appFolder(): string {
  for (let folder = here; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
  }
  return here;
}

/** A file or folder that ships with Tidegate; packaged apps keep resources beside the archive. */
export function resource(...parts: string[]): string {
  const packed = join(appFolder(), 'resources', ...parts);
  return existsSync(packed) ? packed : join(process.resourcesPath ?? appFolder(), ...parts);
}

export function presetFolder(): string {
  return resource('plans');
}

export function rendererFolder(): string {
  return join(appFolder(), 'out', 'renderer');
}

export function preloadFile(): string {
  return join(appFolder(), 'out', 'preload', 'index.cjs');
}

/** The read worker: the source when run from sources, its own bundle when built. */
export function readWorkerUrl(): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL('./store/read-worker.ts', import.meta.url)
    : new URL('./read-worker.js', import.meta.url);
}

export function tidegateVersion(): string {
  const file: unknown = JSON.parse(readFileSync(join(appFolder(), 'package.json'), 'utf8'));
  return z.object({ version: z.string() }).parse(file).version;
}
