import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';

/*
 * The first page of an SQLite file and those that list its tables (https://sqlite.org/fileformat2.html). They change only when the format
 * of a workspace does, so those of a backup, or of a new workspace, stand in for damaged ones. Rows are never taken from there.
 */

interface Page {
  readonly number: number;
  readonly bytes: Buffer;
}

const headerBytes = 100;
const interior = 0x05;

function pageSizeOf(first: Buffer): number {
  const size = first.readUInt16BE(16);
  return size === 1 ? 65_536 : size;
}

function isDatabase(first: Buffer): boolean {
  return first.subarray(0, 15).toString('latin1') === 'SQLite format 3';
}

/** The pages that list the tables of an intact file; empty when it is none. */
function schemaPages(file: string): Page[] {
  const handle = openSync(file, 'r');
  try {
    const head = Buffer.alloc(headerBytes);
    if (readSync(handle, head, 0, headerBytes, 0) < headerBytes || !isDatabase(head)) return [];
    const size = pageSizeOf(head);
    const most = Math.floor(fstatSync(handle).size / size);
    const found: Page[] = [];
    const waiting = [1];
    for (let number = waiting.shift(); number !== undefined && found.length <= most; number = waiting.shift()) {
      const bytes = Buffer.alloc(size);
      readSync(handle, bytes, 0, size, (number - 1) * size);
      found.push({ number, bytes });
      waiting.push(...childrenOf(bytes, number === 1 ? headerBytes : 0).filter((child) => child > 1 && child <= most));
    }
    return found;
  } finally {
    closeSync(handle);
  }
}

function childrenOf(bytes: Buffer, start: number): number[] {
  if (bytes[start] !== interior) return [];
  const cells = bytes.readUInt16BE(start + 3);
  const children = Array.from({ length: cells }, (_, cell) => bytes.readUInt32BE(bytes.readUInt16BE(start + 12 + 2 * cell)));
  return [...children, bytes.readUInt32BE(start + 8)];
}

/** Puts the pages that list the tables of one file into another, whose own cannot be read. Answers whether there were any. */
export function lendSchema(from: string, to: string): boolean {
  const pages = schemaPages(from);
  const first = pages[0];
  if (first === undefined) return false;
  const handle = openSync(to, 'r+');
  try {
    const size = first.bytes.length;
    const count = Math.ceil(fstatSync(handle).size / size);
    if (pages.some((page) => page.number > count)) return false;
    // Its own number of pages, and none of them free: the lists of the other file say nothing about this one.
    first.bytes.writeUInt32BE(count, 28);
    first.bytes.fill(0, 32, 40);
    first.bytes.copy(first.bytes, 92, 24, 28);
    for (const page of pages) writeSync(handle, page.bytes, 0, size, (page.number - 1) * size);
    return true;
  } finally {
    closeSync(handle);
  }
}
