import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { applicationFacts } from '../catalogue.ts';
import { nextNumber, type World } from '../state.ts';
import type { FleetEnv } from '../writes.ts';
import type { GithubAsset, GithubRelease } from './github-state.ts';

/** How long the practice pipeline takes from a draft at a commit to its files, ms. */
export const buildMs = 6000;

const commit = /^[0-9a-f]{40}$/;

/** A Windows program as far as anybody looks: its version resource holds the version. */
export function windowsProgram(version: string): Buffer {
  const entry = (key: string, value: string): Buffer => Buffer.from(`${key}\0${key.length % 2 === 0 ? '\0' : ''}${value}\0`, 'utf16le');
  const head = Buffer.from('MZ practice program, not to be run');
  return Buffer.concat([head, Buffer.alloc(head.length % 2), entry('FileVersion', `${version}.0`), entry('ProductVersion', version)]);
}

/** A zipped Mac app with nothing but its property list, stored as it is. */
export function macArchive(name: string, version: string): Buffer {
  const path = Buffer.from(`${name}.app/Contents/Info.plist`);
  const plist = Buffer.from(
    `<?xml version="1.0"?><plist version="1.0"><dict><key>CFBundleShortVersionString</key><string>${version}</string></dict></plist>`,
  );
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  for (const [header, at] of [
    [local, 18],
    [central, 20],
  ] as const) {
    header.writeUInt32LE(plist.length, at);
    header.writeUInt32LE(plist.length, at + 4);
    header.writeUInt16LE(path.length, at + 8);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + path.length, 12);
  end.writeUInt32LE(local.length + path.length + plist.length, 16);
  return Buffer.concat([local, path, plist, central, path, end]);
}

function asset(world: World, name: string, contentType: string, bytes: Buffer): GithubAsset {
  const now = world.now();
  const base64 = bytes.toString('base64');
  return { id: nextNumber(world), name, label: null, contentType, base64, downloads: 0, createdAt: now, updatedAt: now };
}

function manifest(version: string, file: string, bytes: Buffer, at: number): Buffer {
  const sha512 = createHash('sha512').update(bytes).digest('base64');
  const date = new Date(at).toISOString();
  return Buffer.from(
    `version: ${version}\nfiles:\n  - url: ${file}\n    sha512: ${sha512}\n    size: ${bytes.length}\npath: ${file}\nsha512: ${sha512}\nreleaseDate: '${date}'\n`,
  );
}

/** The files of a version for every system, with the update files that lead to them. */
function build(world: World, application: string, version: string): GithubAsset[] {
  const { name } = applicationFacts(application);
  const files = [
    { file: `${name}-${version}.exe`, update: 'latest.yml', bytes: windowsProgram(version) },
    { file: `${name}-${version}-mac.zip`, update: 'latest-mac.yml', bytes: macArchive(name, version) },
    { file: `${name}-${version}.AppImage`, update: 'latest-linux.yml', bytes: Buffer.from(`${name} ${version} for practice on Linux`) },
  ];
  return files.flatMap(({ file, update, bytes }) => [
    asset(world, file, 'application/octet-stream', bytes),
    asset(world, update, 'text/yaml', manifest(version, file, bytes, world.now())),
  ]);
}

function isDue(release: GithubRelease, now: number): boolean {
  return release.draft && release.assets.length === 0 && commit.test(release.commitish) && release.createdAt + buildMs <= now;
}

/** The pipeline of the practice repositories: it fills a draft that points at a commit with the files of its version. */
export function pipeline(world: World): MiddlewareHandler<FleetEnv> {
  return async (_c, next) => {
    for (const { application, releases } of world.state.repositories) {
      for (const release of releases) {
        if (isDue(release, world.now())) release.assets.push(...build(world, application, release.tag.replace(/^v/, '')));
      }
    }
    await next();
  };
}
