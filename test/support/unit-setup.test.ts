import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import electron from 'electron';
import { expect, test } from 'vitest';

test('design 5 refuses a connection from a test to another machine', async () => {
  await expect(fetch('http://192.0.2.1/')).rejects.toMatchObject({ cause: { message: expect.stringContaining('loopback only') } });
});

test('design 5 lets a test talk to its own server', async () => {
  const server = createServer((_request, response) => response.end('here'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('here');
  server.close();
});

test('R6.1 runs on the Node version of the runtime, without the Electron package', () => {
  expect(Number(process.versions.node.split('.')[0])).toBeGreaterThanOrEqual(24);
  expect(electron).toEqual({});
  expect(createRequire(import.meta.url)('electron')).toMatchObject({ default: {} });
});
