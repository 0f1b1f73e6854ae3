import { createServer, IncomingMessage } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Fleet } from './fleet.ts';

export interface ServedFleet {
  /** Such as `http://127.0.0.1:41234`. */
  readonly baseUrl: string;
  close(): Promise<void>;
}

export interface ServeOptions {
  /** A free one when left out. */
  readonly port?: number;
  readonly host?: '127.0.0.1';
  /** Told of every time (ms) that another process sets the fleet's clock to. */
  readonly onClock?: (now: number) => void;
}

/** Lets a fleet answer on loopback. A call the fleet breaks off loses its connection without an answer. */
export async function serveFleet(fleet: Fleet, options: ServeOptions = {}): Promise<ServedFleet> {
  if (options.onClock !== undefined) fleet.onClock(options.onClock);
  const host = options.host ?? '127.0.0.1';
  const listener = getRequestListener(async (request, { incoming }) => {
    try {
      return await fleet.fetch(request);
    } catch {
      breakOff(incoming);
      return new Response(null, { status: 503 });
    }
  });
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The practice fleet found no port to listen on.');
  return {
    baseUrl: `http://${host}:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function breakOff(incoming: unknown): void {
  if (incoming instanceof IncomingMessage) incoming.socket.destroy();
}
