import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const sources = ['main', 'preload', 'renderer', 'package.json', 'vite.config.ts'];
/** The last file of each part that a build writes. */
const outputs = ['out/main/app.js', 'out/main/headless.js', 'out/preload/index.cjs', 'out/renderer/index.html'];

/** Whether the built files are missing or older than a source, by the times of the files. */
export function needsBuild(root) {
  const built = outputs.map((file) => join(root, file));
  if (!built.every((file) => existsSync(file))) return true;
  const oldestOutput = Math.min(...built.map((file) => statSync(file).mtimeMs));
  return sources.some((source) => newest(join(root, source)) > oldestOutput);
}

function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stat.mtimeMs);
}
