import type { Change, Push } from '../contract/events.ts';
import type { Actor } from '../core/model/actor.ts';
import type { Clock, Hint } from '../engine/deps.ts';
import { getAction } from '../store/actions.ts';
import { auditEntry } from '../store/audit.ts';
import { getConnection } from '../store/connections.ts';
import { getDecision } from '../store/decisions.ts';
import { getIncident } from '../store/incidents.ts';
import { getRollout } from '../store/rollouts.ts';
import { fleetNeeds } from './rows/all-needs.ts';
import { progressOf } from './backtest/jobs.ts';
import { actionRow, auditRow, connectionRow, decisionRow, incidentRow } from './rows/plain-rows.ts';
import { rolloutRow } from './rows/rollout-row.ts';
import { statusRow } from './rows/status-row.ts';
import type { World } from './world.ts';

/** Changes are gathered this long, so that a sweep of many rollouts is one push, ms. */
const gatherMs = 80;

/** Collects hints from the engine and hands out rows with a running number. */
export interface PushHub {
  readonly hint: (hint: Hint) => void;
  subscribe(listener: (push: Push) => void): () => void;
  /** Number of the last push, so that a door can tell a newcomer where the count stands. */
  readonly seq: () => number;
  attach(world: World, actor: () => Actor): void;
  /** Hands out rows that came ready, at once. */
  carry(changes: Change[]): void;
  /** Hands out at once what was gathered. */
  flush(): void;
}

export function createPushHub(clock: Clock): PushHub {
  const listeners = new Set<(push: Push) => void>();
  const gathered = new Map<string, Hint>();
  let seq = 0;
  let waiting = false;
  let attached: { world: World; actor: () => Actor } | null = null;

  function flush(): void {
    waiting = false;
    if (attached === null || gathered.size === 0) return;
    const hints = [...gathered.values()];
    gathered.clear();
    if (listeners.size === 0) return;
    tell(changesOf(attached.world, attached.actor(), hints));
  }
  function tell(changes: Change[]): void {
    seq += 1;
    for (const listener of listeners) listener({ seq, changes });
  }

  return {
    seq: () => seq,
    flush,
    carry: (changes) => (listeners.size === 0 ? undefined : tell(changes)),
    attach: (world, actor) => void (attached = { world, actor }),
    hint(hint) {
      gathered.set(JSON.stringify(hint), hint);
      if (waiting) return;
      waiting = true;
      void clock
        .sleep(gatherMs)
        .then(flush)
        // While a backup is put in place the store is closed. Screens load everything again afterwards.
        .catch((error: unknown) => attached?.world.deps.log.warn({ error: String(error) }, 'a change could not be shown'));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function changesOf(world: World, actor: Actor, hints: readonly Hint[]): Change[] {
  const rows = hints.map((hint) => changeOf(world, hint)).filter((change) => change !== null);
  const moves: readonly Hint['table'][] = ['rollouts', 'connections', 'actions', 'incidents'];
  const fleetMoved = hints.some((hint) => moves.includes(hint.table));
  if (!fleetMoved) return rows;
  return [...rows, { table: 'status', row: statusRow(world, actor) }, { table: 'needs', rows: fleetNeeds(world) }];
}

function changeOf(world: World, hint: Hint): Change | null {
  const reader = world.deps.store.reader;
  switch (hint.table) {
    case 'rollouts': {
      const row = getRollout(reader, hint.id);
      return row === null ? null : { table: 'rollouts', row: rolloutRow(world, row) };
    }
    case 'actions': {
      const row = getAction(reader, hint.id);
      return row === null ? null : { table: 'actions', row: actionRow(world, row) };
    }
    case 'decisions': {
      const row = getDecision(reader, hint.id);
      return row === null ? null : { table: 'decisions', row: decisionRow(row) };
    }
    case 'incidents': {
      const row = getIncident(reader, hint.id);
      return row === null ? null : { table: 'incidents', row: incidentRow(world, row) };
    }
    case 'connections': {
      const row = getConnection(reader, hint.id);
      return row === null ? null : { table: 'connections', row: connectionRow(world, row) };
    }
    case 'backtests': {
      const row = progressOf(world, hint.id);
      return row === null ? null : { table: 'backtests', row };
    }
    case 'audit': {
      const entry = auditEntry(reader, hint.seq);
      return entry === null ? null : { table: 'audit', row: auditRow(entry) };
    }
    case 'reload':
      return { table: 'reload', what: hint.what };
  }
}
