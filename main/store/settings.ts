import type { Json } from '../core/model/json.ts';
import type { Reader, Writer } from './handles.ts';
import { json, toJson } from './row.ts';

export function getSetting(reader: Reader, key: string): Json | null {
  const row = reader.one('SELECT value FROM setting WHERE key = ?', key);
  return row === null ? null : json(row, 'value');
}

export function putSetting(writer: Writer, key: string, value: Json): void {
  writer.run('INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value', key, toJson(value));
}
