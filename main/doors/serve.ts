import { serve } from '@hono/node-server';
import { type HttpDoorOptions, createHttpDoor } from './http.ts';

export interface ListeningDoor {
  readonly url: string;
  close(): Promise<void>;
}

export interface ListenOptions extends Omit<HttpDoorOptions, 'hosts'> {
  /** 0 picks a free one. */
  readonly port: number;
  /** Loopback unless told otherwise. */
  readonly host: string;
  /** Further names users reach this console by, behind a proxy. */
  readonly names: readonly string[];
}

/** Opens the HTTP door. Rejects with what to do when the port is taken. */
export async function listen(options: ListenOptions): Promise<ListeningDoor> {
  let port = options.port;
  const hosts = (): string[] => [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, `${options.host}:${port}`, ...options.names];
  const app = createHttpDoor({ ...options, hosts });
  const server = serve({ fetch: app.fetch, hostname: options.host, port: options.port });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE' ? new Error(`Port ${options.port} is taken. Choose another with --port, or 0 for a free one.`) : error,
      );
    });
  });
  const address = server.address();
  if (typeof address === 'object' && address !== null) port = address.port;
  return {
    url: `http://${options.host}:${port}`,
    async close() {
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
