import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const cacheFolder = resolve(import.meta.dirname, '../../node_modules/.cache');

/**
 * Launch options for the browser that tests use: `TIDEGATE_CHROMIUM`, else Playwright's own download,
 * else (Linux x64) the headless shell inside @sparticuz/chromium, which needs no system package.
 */
export async function chromiumLaunch() {
  const args = launchArguments();
  const chosen = process.env.TIDEGATE_CHROMIUM;
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`TIDEGATE_CHROMIUM names ${chosen}, which does not exist`);
    return { executablePath: chosen, args };
  }
  const { chromium } = await import('playwright');
  if (existsSync(chromium.executablePath())) return { args };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chromium for tests: run "npx playwright install chromium", or set TIDEGATE_CHROMIUM to a browser');
  }
  return { ...unpackedChromium(), args };
}

function launchArguments() {
  const runsAsRoot = process.getuid?.() === 0;
  return ['--lang=en-US', '--allow-file-access-from-files', ...(runsAsRoot ? ['--no-sandbox'] : [])];
}

function unpackedChromium() {
  const entry = require.resolve('@sparticuz/chromium');
  const { version } = JSON.parse(readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8'));
  const folder = join(cacheFolder, `chromium-${version}`);
  if (!existsSync(folder)) unpackInto(folder, entry);
  const executablePath = join(folder, 'chromium');
  const env = { ...process.env, LANG: 'en_US.UTF-8', FONTCONFIG_FILE: fontsConfiguration(folder) };
  if (lacksLibraries(executablePath)) {
    env.LD_LIBRARY_PATH = [join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  }
  return { executablePath, env };
}

/** Unpacks into a private folder and renames it, because two test runs may start at the same time. */
function unpackInto(folder, entry) {
  const privateFolder = `${folder}.${process.pid}`;
  mkdirSync(privateFolder, { recursive: true });
  const libraries = join(dirname(entry), '..', 'bin', 'al2023.tar.br');
  const script = `
    const chromium = await import(${JSON.stringify(pathToFileURL(entry).href)});
    await chromium.default.executablePath();
    await chromium.inflate(${JSON.stringify(libraries)});`;
  try {
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      env: { ...process.env, NODE_OPTIONS: '', TMPDIR: privateFolder },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    renameSync(privateFolder, folder);
  } catch (error) {
    rmSync(privateFolder, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** A bare machine has no fonts, and text without a font has no size and counts as hidden. */
function fontsConfiguration(folder) {
  const file = join(folder, 'fonts.conf');
  const text = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, text);
    renameSync(draft, file);
  }
  return file;
}

function lacksLibraries(executablePath) {
  try {
    return execFileSync('ldd', [executablePath], { encoding: 'utf8' }).includes('not found');
  } catch {
    return true;
  }
}
