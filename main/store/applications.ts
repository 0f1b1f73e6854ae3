import type { Application } from '../core/model/application.ts';
import type { Reader, Writer } from './handles.ts';
import { text } from './row.ts';

export function listApplications(reader: Reader): Application[] {
  return reader.all('SELECT id, name FROM application ORDER BY name').map((row) => ({ id: text(row, 'id'), name: text(row, 'name') }));
}

export function saveApplication(writer: Writer, application: Application): void {
  writer.run(
    'INSERT INTO application (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name',
    application.id,
    application.name,
  );
}
