import type { Command } from 'commander';
import { z } from 'zod';
import { fetchTransport } from '../adapters/http/fetch-transport.ts';
import { addressOf } from '../console-address.ts';
import { print } from './output.ts';
import type { Session } from './session.ts';

const Link = z.object({ path: z.string() });

/** `open`: a fresh one-time link to the running console. */
export function addOpenCommand(program: Command, session: Session): void {
  program
    .command('open')
    .description('prints a new one-time link to the running console')
    .action(async () => {
      await session.plain(async (json) => {
        const address = addressOf(session.folder());
        if (address === null) throw new Error('No console runs on this workspace. Start one with: npm start');
        const headers = { authorization: `Bearer ${address.key}` };
        const response = await fetchTransport(new Request(`${address.url}/api/link`, { method: 'POST', headers }));
        const url = `${address.url}${Link.parse(await response.json()).path}`;
        print(json, { url }, () => [url]);
      });
    });
}
