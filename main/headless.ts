import { parseArgs } from 'node:util';
import open from 'open';
import { exitCodeHelp, exitCodes } from './cli/output.ts';
import { openConsole } from './console-host.ts';
import { WorkspaceBusy } from './own-workspace.ts';
import { fileLog, fileVault, userName, workspaceFolder } from './workspace.ts';

const help = `tidegate serve: the console in a browser, on this machine only

  --workspace FOLDER   where everything is kept
  --port NUMBER        port of the console, 0 picks a free one (default 0)
  --host ADDRESS       address to listen on (default 127.0.0.1)
  --name HOST:PORT     a further name that browsers use, behind a proxy; may be repeated
  --role ROLE          viewer, operator or admin (default admin)
  --no-open            do not open a browser
${exitCodeHelp}`;

function optionsGiven() {
  return parseArgs({
    allowNegative: true,
    options: {
      workspace: { type: 'string' },
      port: { type: 'string', default: '0' },
      host: { type: 'string', default: '127.0.0.1' },
      name: { type: 'string', multiple: true, default: [] },
      role: { type: 'string', default: 'admin' },
      open: { type: 'boolean', default: true },
      help: { type: 'boolean', default: false },
    },
  }).values;
}

/** The command was typed wrongly. */
class Usage extends Error {}

function valuesOrUsage(): ReturnType<typeof optionsGiven> {
  try {
    return optionsGiven();
  } catch (error) {
    throw new Usage(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}

function roleFrom(text: string): 'viewer' | 'operator' | 'admin' {
  if (text === 'viewer' || text === 'operator' || text === 'admin') return text;
  throw new Usage(`--role is viewer, operator or admin, not ${text}.`);
}

function portFrom(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Usage(`--port is a number from 0 to 65535, not ${text}.`);
}

/** Runs the console until the process is asked to end. */
async function main(): Promise<void> {
  const values = valuesOrUsage();
  if (values.help) {
    process.stdout.write(`${help}\n`);
    return;
  }
  const folder = workspaceFolder(values.workspace);
  const console = await openConsole({
    folder,
    vault: fileVault(folder),
    log: fileLog(folder),
    role: roleFrom(values.role),
    actor: userName(),
    port: portFrom(values.port),
    host: values.host,
    names: values.name,
    showNotice: (notice) => process.stdout.write(`${notice.severity}: ${notice.title} — ${notice.body}\n`),
    settingsChanged: () => undefined,
  });
  process.stdout.write(`Tidegate runs on ${folder}\nOpen ${console.link()}\nThe link works once; Ctrl-C stops Tidegate.\n`);
  if (values.open && !process.env['CI']) await openBrowser(console.link());
  const stop = (): void => {
    void console.stop().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

async function openBrowser(url: string): Promise<void> {
  const child = await open(url).catch(() => null);
  // A machine without a browser is no error: the address is printed anyway.
  child?.on('error', () => undefined);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof WorkspaceBusy ? exitCodes.busy : error instanceof Usage ? exitCodes.usage : exitCodes.failed;
}
