import { setImmediate } from 'node:timers/promises';
import type { ProofLine } from '../../store/bundles.ts';
import { number, text } from '../../store/row.ts';
import { auditPublicKey } from '../audit-export.ts';
import { decisionProof } from '../rows/decision-proof.ts';
import type { World } from '../world.ts';
import type { OpenedBundle } from './read.ts';

interface Counts {
  same: number;
  different: number;
  without: number;
}

/** Computes every decision again that has its readings in the bundle. */
async function recomputed(within: World, ids: readonly string[]): Promise<Counts> {
  const counts: Counts = { same: 0, different: 0, without: 0 };
  for (const id of ids) {
    const proof = decisionProof(within, id);
    if (proof.why !== null) counts.without += 1;
    else if (proof.differences.length === 0) counts.same += 1;
    else counts.different += 1;
    await setImmediate();
  }
  return counts;
}

function decisionLine({ same, different, without }: Counts): ProofLine {
  const none = without === 0 ? '' : ` ${without} were made without readings, or theirs found no room.`;
  if (same + different === 0) return { what: 'Decisions', ok: null, says: `None can be computed again.${none}` };
  const well = `${same} ${same === 1 ? 'was' : 'were'} computed again from ${same === 1 ? 'its' : 'their'} readings with the same result.`;
  const bad = different === 0 ? '' : ` ${different} gave another result: the record and its readings do not agree.`;
  return { what: 'Decisions', ok: different === 0, says: `${well}${bad}${none}` };
}

/** How many decisions the signed log names with the very readings that are in the bundle. */
function namedLine({ reader }: World['deps']['store']): ProofLine | null {
  const row = reader.one(`SELECT count(*) AS made, count(audited) AS named FROM (
    SELECT decision.id, (SELECT 1 FROM audit WHERE audit.rollout_id = decision.rollout_id AND json_extract(audit.body, '$.snapshotHash') = decision.snapshot_hash LIMIT 1) AS audited
    FROM decision JOIN snapshot ON snapshot.hash = decision.snapshot_hash WHERE decision.kind <> 'wait')`);
  const made = row === null ? 0 : number(row, 'made');
  if (row === null || made === 0) return null;
  const named = number(row, 'named');
  return {
    what: 'Evidence',
    ok: null,
    says: `${named} of ${made} decisions that did something are in the signed log with the hash of their readings.`,
  };
}

function readingsLine({ reader }: World['deps']['store']): ProofLine {
  const row = reader.one('SELECT count(*) AS readings, count(DISTINCT series_id) AS series FROM reading');
  const [readings, series] = row === null ? [0, 0] : [number(row, 'readings'), number(row, 'series')];
  return { what: 'Readings', ok: null, says: `${readings.toLocaleString('en-GB')} readings of ${series} series are in it.` };
}

/** What can be said of a bundle that is whole, line by line. `within` reads from the bundle, `world` is this console. */
export async function proveBundle(world: World, within: World, opened: OpenedBundle): Promise<ProofLine[]> {
  const { head, audit, store } = opened;
  const ids = store.reader.all('SELECT id FROM decision ORDER BY at, id').map((row) => text(row, 'id'));
  const own = auditPublicKey(world) === head.publicKey;
  const signer = own ? 'this console signed it' : 'ask the other console whether that is its key, as its Settings show it';
  const leftOut = head.leftOut === 0 ? '' : ` The readings of ${head.leftOut} decisions found no room.`;
  const named = namedLine(store);
  return [
    { what: 'Contents', ok: true, says: `All ${head.lines.toLocaleString('en-GB')} lines are as they were written.${leftOut}` },
    { what: 'Signature', ok: true, says: `Signed with the key ${head.publicKey}; ${signer}.` },
    { what: 'Audit log', ok: true, says: audit.message },
    decisionLine(await recomputed(within, ids)),
    ...(named === null ? [] : [named]),
    readingsLine(store),
  ];
}
