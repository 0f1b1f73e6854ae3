import type { Command } from 'commander';
import type { KeyCounters } from '../contract/keys.ts';
import { durationInWords } from '../core/words.ts';
import { print } from './output.ts';
import type { Session } from './session.ts';

function lines(row: KeyCounters): string[] {
  const rate = row.hitRate === null ? 'no press with a key yet' : `${Math.round(row.hitRate * 1000) / 10} % answered from a key`;
  const oldest = row.oldestAt === null ? '' : `, the oldest from ${new Date(row.oldestAt).toISOString()}`;
  return [
    `stored    ${row.stored}${oldest}; each lives ${durationInWords(row.lifeMs)}`,
    `created   ${row.created}`,
    `replayed  ${row.replayed} (${rate})`,
    `conflict  ${row.conflict}`,
  ];
}

/** `keys`: what became of the idempotency keys (R2.7). */
export function addKeysCommand(program: Command, session: Session): void {
  program
    .command('keys')
    .description('idempotency keys: how many are stored, created, replayed and in conflict')
    .action(async () => {
      await session.run(async (client, json) => {
        const counters = await client.call('keys.counters', {});
        print(json, counters, () => lines(counters));
      });
    });
}
