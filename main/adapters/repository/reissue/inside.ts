import { inflateRawSync } from 'node:zlib';

/** A property list longer than this is not one of an app, bytes. */
const longestPlist = 1024 * 1024;

/** The version a file says of itself, where its kind can be read: Windows programs and zipped Mac apps; null for any other. */
export function insideOf(name: string, bytes: Uint8Array): string | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (/\.exe$/i.test(name)) return windowsVersion(buffer);
  return /\.zip$/i.test(name) ? macVersion(buffer) : null;
}

/**
 * `ProductVersion` of the version resource: a key in UTF-16 with a zero behind it, filled up to four bytes, then the value with a zero
 * (Microsoft's description of the String structure of VS_VERSIONINFO).
 */
function windowsVersion(buffer: Buffer): string | null {
  const key = Buffer.from('ProductVersion\0', 'utf16le');
  for (let at = buffer.indexOf(key); at >= 0; at = buffer.indexOf(key, at + 2)) {
    let start = at + key.length;
    while (start < buffer.length - 1 && buffer.readUInt16LE(start) === 0) start += 2;
    let end = start;
    while (end < buffer.length - 1 && end - start < 200 && buffer.readUInt16LE(end) !== 0) end += 2;
    const value = buffer.toString('utf16le', start, end).trim();
    if (/^\d+\.\d+/.test(value)) return value;
  }
  return null;
}

/** `CFBundleShortVersionString` of the app at the top of a zip file. */
function macVersion(buffer: Buffer): string | null {
  try {
    const plist = entryOf(buffer, /^[^/]+\.app\/Contents\/Info\.plist$/);
    return /<key>CFBundleShortVersionString<\/key>\s*<string>([^<]+)<\/string>/.exec(plist?.toString('utf8') ?? '')?.[1]?.trim() ?? null;
  } catch {
    return null;
  }
}

/** One entry of a zip file, found through its central directory (APPNOTE 4.3.12 and 4.3.16); null when there is none like it. */
function entryOf(buffer: Buffer, name: RegExp): Buffer | null {
  const end = buffer.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0) return null;
  const count = buffer.readUInt16LE(end + 10);
  let at = buffer.readUInt32LE(end + 16);
  for (let index = 0; index < count && buffer.readUInt32LE(at) === 0x02014b50; index += 1) {
    const [method, packed, plain] = [buffer.readUInt16LE(at + 10), buffer.readUInt32LE(at + 20), buffer.readUInt32LE(at + 24)];
    const lengths = [buffer.readUInt16LE(at + 28), buffer.readUInt16LE(at + 30), buffer.readUInt16LE(at + 32)];
    const [nameLength = 0] = lengths;
    const header = buffer.readUInt32LE(at + 42);
    if (plain <= longestPlist && name.test(buffer.toString('utf8', at + 46, at + 46 + nameLength)))
      return contentAt(buffer, header, method, packed);
    at += 46 + lengths.reduce((sum, length) => sum + length, 0);
  }
  return null;
}

function contentAt(buffer: Buffer, header: number, method: number, packed: number): Buffer | null {
  const start = header + 30 + buffer.readUInt16LE(header + 26) + buffer.readUInt16LE(header + 28);
  const data = buffer.subarray(start, start + packed);
  if (method === 0) return data;
  return method === 8 ? inflateRawSync(data, { maxOutputLength: longestPlist }) : null;
}
