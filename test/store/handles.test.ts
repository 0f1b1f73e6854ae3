import { expect, expectTypeOf, test } from 'vitest';
import { listApplications, saveApplication } from '../../main/store/applications.ts';
import { type Reader, transaction, type Writer } from '../../main/store/open.ts';
import { openTemporary } from '../support/store-samples.ts';

test('design 4 a reader refuses a statement that writes', async () => {
  const { reader } = await openTemporary();
  expect(() => reader.all("INSERT INTO application VALUES ('a', 'A') RETURNING id")).toThrow('statement that writes');
  expect(() => reader.raw('DELETE FROM application RETURNING id')).toThrow('statement that writes');
});

test('design 4 a reader does not pass for a writer, but a writer may read', async () => {
  const { reader, writer } = await openTemporary();
  expectTypeOf(reader).not.toExtend<Writer>();
  expectTypeOf(writer).toExtend<Reader>();
  expect(reader).not.toHaveProperty('run');
});

test('design 2.5 a transaction that fails changes nothing', async () => {
  const { writer, reader } = await openTemporary();
  const failing = (): void =>
    transaction(writer, () => {
      saveApplication(writer, { id: 'a', name: 'A' });
      throw new Error('stopped');
    });
  expect(failing).toThrow('stopped');
  expect(listApplications(reader)).toEqual([]);
});

test('design 2.5 an inner transaction is part of the outer one', async () => {
  const { writer, reader } = await openTemporary();
  const failing = (): void =>
    transaction(writer, () => {
      transaction(writer, () => saveApplication(writer, { id: 'a', name: 'A' }));
      throw new Error('stopped');
    });
  expect(failing).toThrow('stopped');
  expect(listApplications(reader)).toEqual([]);
});

test('design 2.5 an inner transaction that fails is undone alone', async () => {
  const { writer, reader } = await openTemporary();
  transaction(writer, () => {
    saveApplication(writer, { id: 'a', name: 'A' });
    expect(() =>
      transaction(writer, () => {
        saveApplication(writer, { id: 'b', name: 'B' });
        throw new Error('stopped');
      }),
    ).toThrow('stopped');
  });
  expect(listApplications(reader)).toEqual([{ id: 'a', name: 'A' }]);
});

test('design 2.5 a transaction cannot wait for anything', async () => {
  const { writer, reader } = await openTemporary();
  const waiting = async (): Promise<void> => {
    saveApplication(writer, { id: 'a', name: 'A' });
    await Promise.resolve();
  };
  expect(() => transaction(writer, waiting)).toThrow('promise');
  expect(listApplications(reader)).toEqual([]);
});

test('design 4 consistent reads see one moment', async () => {
  const { reader, writer } = await openTemporary();
  expect(reader.consistent(() => reader.all('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
  expect(transaction(writer, () => reader.consistent(() => reader.one('SELECT 2 AS two')))).toEqual({ two: 2 });
});
