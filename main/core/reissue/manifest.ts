import { parse } from 'yaml';
import { z } from 'zod';

const File = z.looseObject({ url: z.string(), sha512: z.string().optional(), size: z.number().optional() });
const Manifest = z.looseObject({
  version: z.string(),
  files: z.array(File).default([]),
  path: z.string().optional(),
  sha512: z.string().optional(),
});

/** A file as it really is: bytes, and SHA-512 in base64 as update clients compare it. */
export interface RealFile {
  readonly name: string;
  readonly size: number;
  readonly sha512: string;
}

/** What is wrong with an update file of `version`, given the files of its release; null when clients can rely on it. Pure. */
export function manifestFault(text: string, version: string, files: readonly RealFile[]): string | null {
  const parsed = Manifest.safeParse(tryYaml(text));
  if (!parsed.success) return 'it is no update file: not YAML with a version.';
  const manifest = parsed.data;
  if (manifest.version !== version) return `it offers ${manifest.version}, not ${version}.`;
  const listed = manifest.files.length > 0 ? manifest.files : [{ url: manifest.path ?? '', sha512: manifest.sha512 }];
  for (const one of listed) {
    const real = files.find((file) => file.name === nameOf(one.url));
    if (real === undefined) return `it names ${one.url}, which the release does not have.`;
    if ('size' in one && one.size !== undefined && one.size !== real.size)
      return `it says ${real.name} has ${one.size} bytes; it has ${real.size}.`;
    if (one.sha512 !== real.sha512) return `its checksum of ${real.name} is not the file's, so every app would refuse it.`;
  }
  return null;
}

/** The files an update file names, as they are called in the release; none when it cannot be read. */
export function filesNamedIn(text: string): string[] {
  const parsed = Manifest.safeParse(tryYaml(text));
  if (!parsed.success) return [];
  const { files, path } = parsed.data;
  return [...files.map((file) => nameOf(file.url)), ...(files.length === 0 && path !== undefined ? [nameOf(path)] : [])];
}

function nameOf(url: string): string {
  return decodeURIComponent(url.split('/').at(-1) ?? '');
}

function tryYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

/**
 * An update file as electron-builder writes it, offered to nobody: the share is set when it is published. `at` is the release date, ms.
 * The first file is the one that clients of older editions take.
 */
export function manifestOf(version: string, files: readonly RealFile[], at: number): string {
  const [first] = files;
  if (first === undefined) throw new Error('An update file needs at least one file to offer.');
  const listed = files.flatMap(({ name, sha512, size }) => [`  - url: ${name}`, `    sha512: ${sha512}`, `    size: ${size}`]);
  const legacy = [`path: ${first.name}`, `sha512: ${first.sha512}`];
  // The date is quoted: without quotes a reader of YAML 1.1 makes a date of it.
  const rest = ['stagingPercentage: 0', `releaseDate: '${new Date(at).toISOString()}'`, ''];
  return [`version: ${version}`, 'files:', ...listed, ...legacy, ...rest].join('\n');
}

/** Which update file leads to a file, by what its kind is for; null for one that no app downloads by itself. */
export function manifestFor(file: string, names: readonly string[]): string | null {
  const arm = /arm64|aarch64/i.test(file);
  const wanted = /\.exe$/i.test(file)
    ? ['']
    : /\.zip$|\.dmg$/i.test(file)
      ? ['-mac']
      : /\.(AppImage|deb|rpm|pacman)$/i.test(file)
        ? arm
          ? ['-linux-arm64', '-linux']
          : ['-linux']
        : [];
  for (const suffix of wanted) {
    const name = names.find((one) => one.replace(/\.ya?ml$/, '').replace(/^(?:latest|beta|alpha)/, '') === suffix);
    if (name !== undefined) return name;
  }
  return null;
}

/** Files an app downloads to update itself; update files and block maps are not. */
export function isInstaller(name: string): boolean {
  return /\.(exe|zip|dmg|AppImage|deb|rpm|pacman)$/i.test(name);
}

/** Order inside an update file: what updates an app by itself comes first (a zip on macOS, an AppImage on Linux). */
export function byUse(files: readonly RealFile[]): RealFile[] {
  const rank = (name: string): number => (/\.(exe|zip|AppImage)$/i.test(name) ? 0 : 1);
  return files.toSorted((a, b) => rank(a.name) - rank(b.name) || a.name.localeCompare(b.name));
}
