import { rmSync, truncateSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { appendAudit } from '../../main/store/audit.ts';
import { type ReadClient, startReadWorker } from '../../main/store/read-client.ts';
import type { Store } from '../../main/store/open.ts';
import { appendReadings } from '../../main/store/readings.ts';
import { recordVerdicts } from '../../main/store/verdicts.ts';
import { minute, now, sampleVerdict } from '../support/core-samples.ts';
import { databaseFile, labels, openTemporary, reading, sampleAuditBody, temporaryFolder } from '../support/store-samples.ts';

const source = new URL('../../main/store/read-worker.ts', import.meta.url);

function started(file: string, url = source): ReadClient {
  const client = startReadWorker(file, url);
  onTestFinished(() => client.close());
  return client;
}

function workerOf(code: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
}

const chartInput = { metricKey: 'errors', labels, from: now, to: now + minute, buckets: 10 };

async function filled(): Promise<Store> {
  const store = await openTemporary();
  appendReadings(store.writer, 'errors', [reading(now, 0.1), reading(now + 30_000, 0.3)]);
  for (let index = 0; index < 3; index += 1) appendAudit(store.writer, sampleAuditBody());
  recordVerdicts(store.writer, 'ro_1', now, [sampleVerdict('green', { gate: 'errors' })], minute);
  return store;
}

describe('the read worker', () => {
  test('design 4 answers every heavy read from a connection of its own', async () => {
    const client = started((await filled()).file);
    const chart = [
      { ts: now, min: 0.1, max: 0.1, mean: 0.1 },
      { ts: now + 30_000, min: 0.3, max: 0.3, mean: 0.3 },
    ];
    expect(await client.call('chart', chartInput)).toEqual(chart);
    expect(await client.call('evidence', { charts: [chartInput, { ...chartInput, metricKey: 'none' }] })).toEqual([chart, []]);
    const page = await client.call('audit', { limit: 2 });
    expect([page.rows.map((entry) => entry.seq), page.total]).toEqual([[3, 2], 3]);
    expect(await client.call('verifyAudit', {})).toMatchObject({ ok: true, entries: 3 });
    expect(await client.call('verdictSpans', { rolloutId: 'ro_1', from: 0, to: now })).toEqual([
      { gate: 'errors', kind: 'green', from: now, to: now },
    ]);
  });

  test('design 4 sees what was committed since', async () => {
    const store = await filled();
    const client = started(store.file);
    expect((await client.call('audit', {})).total).toBe(3);
    appendAudit(store.writer, sampleAuditBody());
    expect((await client.call('audit', {})).total).toBe(4);
  });

  test('design 4 lets a chart go before a long proof is done', async () => {
    const store = await filled();
    store.writer.transaction(() => {
      for (let index = 0; index < 3000; index += 1) appendAudit(store.writer, sampleAuditBody());
    });
    const client = started(store.file);
    const order: string[] = [];
    await Promise.all([
      client.call('verifyAudit', {}).then(() => order.push('proof')),
      client.call('chart', chartInput).then(() => order.push('chart')),
    ]);
    expect(order).toEqual(['chart', 'proof']);
  });

  test('R4.11 tells trouble with the database as such, and lives on', async () => {
    const folder = temporaryFolder();
    const client = started(databaseFile(folder));
    await expect(client.call('audit', {})).rejects.toMatchObject({ name: 'StoreError', code: 'readonly' });
    (await openTemporary(folder)).close();
    expect((await client.call('audit', {})).total).toBe(0);
  });

  test('R4.11 tells a damaged database as such', async () => {
    const store = await filled();
    store.close();
    truncateSync(store.file, 5000);
    rmSync(`${store.file}-wal`, { force: true });
    await expect(started(store.file).call('audit', {})).rejects.toMatchObject({ name: 'StoreError', code: 'damaged' });
  });
});

describe('the client', () => {
  const dying = "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { throw new Error('out of memory'); });";

  test('design 4 rejects what a worker was asked when it ended, starts another once, then gives up with the reason', async () => {
    const client = started('here.db', workerOf(dying));
    const both = await Promise.allSettled([client.call('audit', {}), client.call('chart', chartInput)]);
    expect(both.map((one) => (one.status === 'rejected' ? String(one.reason) : one.status))).toEqual([
      'Error: Reading here.db stopped: out of memory. Ask again.',
      'Error: Reading here.db stopped: out of memory. Ask again.',
    ]);
    await expect(client.call('audit', {})).rejects.toThrow('out of memory. Ask again.');
    await expect(client.call('audit', {})).rejects.toThrow('ended 2 times in a row (out of memory). Restart Tidegate.');
  });

  test('design 4 goes on after an end as long as answers come between', async () => {
    const moody = `import { parentPort } from 'node:worker_threads'; let asked = 0;
      parentPort.on('message', ({ id }) => { asked += 1; if (asked === 2) process.exit(3); parentPort.postMessage({ id, answer: { rows: [], total: 7 } }); });`;
    const client = started('here.db', workerOf(moody));
    for (let round = 0; round < 3; round += 1) {
      expect((await client.call('audit', {})).total).toBe(7);
      await expect(client.call('audit', {})).rejects.toThrow('ended with code 3');
    }
  });

  test('design 4 rejects what is still open when it is closed, and anything after', async () => {
    const client = started('here.db', workerOf("import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => {});"));
    const [open] = await Promise.allSettled([client.call('audit', {}), client.close()]);
    expect(open).toMatchObject({ status: 'rejected' });
    await expect(client.call('audit', {})).rejects.toThrow('the workspace was closed');
    await client.close();
  });
});
