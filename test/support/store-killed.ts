import { z } from 'zod';
import { plainAudit } from '../../main/core/model/audit.ts';
import { appendAudit } from '../../main/store/audit.ts';
import { insertAction } from '../../main/store/actions.ts';
import { insertDecision } from '../../main/store/decisions.ts';
import { openStore, transaction } from '../../main/store/open.ts';

/**
 * Run as a process of its own, to be killed: writes decision, action and audit entry together, over and over, and says
 * each number once it is committed. `hold` stops inside a transaction, with everything but the commit done.
 */
const { folder, hold } = z.object({ folder: z.string(), hold: z.number() }).parse(JSON.parse(process.argv[2] ?? '{}'));

const store = await openStore({ folder, now: () => 0 });
const actor = { kind: 'system', name: 'system', role: 'admin' } as const;

function write(index: number): void {
  const id = `dec_${index}`;
  insertDecision(store.writer, {
    id,
    rolloutId: 'ro_1',
    at: index,
    kind: 'hold',
    cause: 'yellow',
    actor,
    reason: 'x'.repeat(500),
    stage: 0,
    recommendation: false,
    snapshotHash: null,
  });
  insertAction(store.writer, {
    id: `act_${index}`,
    key: `${id}/0`,
    decisionId: id,
    rolloutId: 'ro_1',
    targetId: 'web',
    operation: { op: 'halt', version: '4.8.0' },
    state: 'intended',
    attempts: 0,
    dueAt: 0,
    fence: null,
    before: null,
    after: null,
    problem: null,
    createdAt: index,
    sentAt: null,
    finishedAt: null,
  });
  appendAudit(store.writer, {
    ...plainAudit,
    at: index,
    actor,
    action: 'rollout.hold',
    trigger: 'sweep',
    rolloutId: 'ro_1',
    reason: id,
  });
}

for (let index = 1; ; index += 1) {
  transaction(store.writer, () => {
    write(index);
    if (index !== hold) return;
    process.stdout.write('holding\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
  process.stdout.write(`${index}\n`);
}
