import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Licences that code we ship may have. */
const permissive = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0', 'CC0-1.0', 'Python-2.0']);
/** Tools for building and testing, of which no code is shipped; platform packages named after them included. */
const buildOnly = ['lightningcss', 'axe-core', 'truncate-utf8-bytes', 'fast-sha256'];

/** Everything wrong with a lock file and its manifest: ranges, unlocked platform packages, licences, foreign addresses. */
export function lockProblems(manifest, lock) {
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
  return [
    ...unpinned(manifest),
    ...packages.flatMap(([path, entry]) => unlockedOptionals(path, entry, lock.packages)),
    ...packages.flatMap(([path, entry]) => licenceProblem(path, entry)),
    ...packages.flatMap(([path, entry]) => sourceProblem(path, entry)),
  ];
}

function unpinned(manifest) {
  const groups = [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies];
  return groups
    .flatMap((group) => Object.entries(group ?? {}))
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `package.json: ${name} is ${version}; pin one exact version`);
}

/** A platform package that a locked package names must be locked too, else `npm ci` fails or another platform lacks its binary. */
function unlockedOptionals(path, entry, packages) {
  return Object.entries(entry.optionalDependencies ?? {})
    .filter(([name]) => !isLocked(path, name, packages))
    .map(([name, version]) => `${path} names ${name}@${version}, which is not locked`);
}

/** Looks where Node would: in the package itself, then in every folder above it. */
function isLocked(path, name, packages) {
  const parts = path.split('/node_modules/');
  return Array.from({ length: parts.length + 1 }, (_value, depth) => parts.slice(0, depth).join('/node_modules/')).some(
    (base) => `${base === '' ? '' : `${base}/`}node_modules/${name}` in packages,
  );
}

function licenceProblem(path, entry) {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const licence = entry.license ?? 'none named';
  const alternatives = licence.replaceAll(/[()]/g, '').split(' OR ');
  if (alternatives.some((one) => one.split(' AND ').every((part) => permissive.has(part)))) return [];
  const isTool = buildOnly.some((known) => name === known || name.startsWith(`${known}-`));
  if (isTool && entry.dev === true) return [];
  return [`${name}@${entry.version} has the licence ${licence}`];
}

function sourceProblem(path, entry) {
  if (entry.resolved) return [`${path} names the address ${entry.resolved}; set omit-lockfile-registry-resolved`];
  return entry.integrity || entry.inBundle ? [] : [`${path} has no integrity hash`];
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = resolve(import.meta.dirname, '../..');
  const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));
  const problems = lockProblems(read('package.json'), read('package-lock.json'));
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.stdout.write(problems.length === 0 ? 'The lock file is complete\n' : `${problems.length} problems with the lock file\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
