import { expect, test } from 'vitest';
import type { Connection, SourceHealth } from '../../main/core/model/connection.ts';
import {
  connectionNamed,
  getConnection,
  healthOfConnection,
  listConnections,
  listHealth,
  removeConnection,
  saveConnection,
  saveHealth,
} from '../../main/store/connections.ts';
import { now } from '../support/core-samples.ts';
import { openTemporary, seedRollout } from '../support/store-samples.ts';

const prometheus: Connection = {
  id: 'c1',
  kind: 'metric',
  adapter: 'prometheus',
  name: 'Prometheus',
  settings: { url: 'http://localhost:9090', deep: [1, null] },
};
const failing: SourceHealth = {
  connectionId: 'c1',
  lastOkAt: now - 1,
  failingSince: now,
  problem: { kind: 'rateLimited', message: 'Asked too often', detail: null, retryAt: now + 1000 },
};

test('R6.1 keeps connections, found by id and by name', async () => {
  const { writer, reader } = await openTemporary();
  saveConnection(writer, { ...prometheus, name: 'Old name' });
  saveConnection(writer, prometheus);
  expect(listConnections(reader)).toEqual([prometheus]);
  expect(getConnection(reader, 'c1')).toEqual(prometheus);
  expect(connectionNamed(reader, 'Prometheus')).toEqual(prometheus);
  expect([getConnection(reader, 'c2'), connectionNamed(reader, 'Old name')]).toEqual([null, null]);
});

test('R6.1 refuses a second connection with the same name', async () => {
  const { writer } = await openTemporary();
  saveConnection(writer, prometheus);
  expect(() => saveConnection(writer, { ...prometheus, id: 'c2' })).toThrow('does not fit beside those already kept');
});

test('design 2.4 keeps the latest health of a source', async () => {
  const { writer, reader } = await openTemporary();
  saveHealth(writer, { connectionId: 'c1', lastOkAt: null, failingSince: null, problem: null });
  saveHealth(writer, failing);
  expect(listHealth(reader)).toEqual([failing]);
  expect(healthOfConnection(reader, 'c1')).toEqual(failing);
  expect(healthOfConnection(reader, 'c2')).toBeNull();
});

test('R4.11 forgets the health of a removed connection, and refuses to remove one in use', async () => {
  const { writer, reader } = await openTemporary();
  saveConnection(writer, prometheus);
  saveHealth(writer, failing);
  removeConnection(writer, 'c1');
  expect([listConnections(reader), listHealth(reader)]).toEqual([[], []]);
  seedRollout(writer);
  saveHealth(writer, { ...failing, connectionId: 'hosting' });
  expect(() => removeConnection(writer, 'hosting')).toThrow('other records refer to this one');
  expect(healthOfConnection(reader, 'hosting')).not.toBeNull();
});

test('R4.11 says which stored value is damaged', async () => {
  const { writer, reader } = await openTemporary();
  saveConnection(writer, prometheus);
  writer.run("UPDATE connection SET settings = '[1]'");
  expect(() => listConnections(reader)).toThrow('The workspace database is damaged: column settings holds no object');
  writer.run("UPDATE connection SET settings = '{', kind = 'other'");
  expect(() => listConnections(reader)).toThrow('column kind holds "other" where one of platform, flag');
});
