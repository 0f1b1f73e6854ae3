import { rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrowserWindow, ipcMain } from 'electron';
import { z } from 'zod';
import { trustsPage } from './security.ts';

export const pdfChannel = 'tidegate:pdf';

/** Longest page that is made into a PDF, characters: a post-mortem with all its charts is a tenth of that. */
const longest = 20_000_000;
const Page = z.string().min(1).max(longest);

/** Lets our own page have a page of text and charts made into a PDF, in base64; where it is saved is asked when it comes. */
export function servePdf(): void {
  ipcMain.handle(pdfChannel, async (event, raw: unknown): Promise<string> => {
    if (!trustsPage(event.senderFrame?.url ?? '')) throw new Error('This page may not talk to Tidegate.');
    const page = Page.safeParse(raw);
    if (!page.success) throw new Error(`A page to print is text of 1 to ${longest} characters.`);
    return (await printed(page.data)).toString('base64');
  });
}

/** The page is printed in a window that nobody sees, without scripts and without a way to the console. */
async function printed(html: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'tidegate-print-'));
  const window = new BrowserWindow({
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, javascript: false },
  });
  try {
    const file = join(folder, 'page.html');
    writeFileSync(file, html, { mode: 0o600 });
    await window.loadFile(file);
    return Buffer.from(await window.webContents.printToPDF({ pageSize: 'A4', printBackground: true }));
  } finally {
    window.destroy();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
