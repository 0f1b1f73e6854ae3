import { Button, Group, NumberInput } from '@mantine/core';
import { useState } from 'react';
import type { RetentionPolicy, RetentionRow, RetentionView } from '../../../main/contract/safety.ts';
import { bytes, count } from '../../format.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { Loading, Note, Problem } from '../../parts/states.tsx';
import { retentionStore } from '../../stores/safety.ts';
import { useRoleNote } from '../../stores/status.ts';
import { RetentionDialog, type RetentionAct } from './retention-dialog.tsx';
import { Setting } from './setting.tsx';
import classes from './settings.module.css';

type Field = keyof RetentionPolicy;

interface Line {
  readonly field: Field;
  readonly kind: RetentionRow['kind'];
  readonly name: string;
  readonly help: string;
  readonly least: number;
}

const lines: readonly Line[] = [
  {
    field: 'rawReadingsDays',
    kind: 'rawReadings',
    name: 'Single readings',
    help: 'Their 5-minute and 1-hour rollups stay.',
    least: 1,
  },
  { field: 'rollupsDays', kind: 'rollups', name: 'Rollups', help: 'Old charts and baselines are drawn from them.', least: 30 },
  { field: 'noticesDays', kind: 'notices', name: 'Notices', help: 'Those that were delivered or given up.', least: 1 },
  {
    field: 'replacedDays',
    kind: 'replacedFiles',
    name: 'Databases put aside',
    help: 'Kept by a restore or a recovery, as the way back to what only they hold.',
    least: 1,
  },
];

const inForce = { policy: null };

/** How long things are kept, with what would go before anything goes. */
export function RetentionCard() {
  const { answer, loading, problem, askAgain } = retentionStore.use(inForce);
  return (
    <Card title="How long things are kept">
      {problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {answer === null && loading ? <Loading rows={4} label="Loading how long things are kept" /> : null}
      {answer === null ? null : <Policy key={JSON.stringify(answer.policy)} stored={answer} onChanged={askAgain} />}
    </Card>
  );
}

function Policy({ stored, onChanged }: { readonly stored: RetentionView; readonly onChanged: () => void }) {
  const [policy, setPolicy] = useState(stored.policy);
  const [act, setAct] = useState<RetentionAct | null>(null);
  const [gone, setGone] = useState<string | null>(null);
  const note = useRoleNote('admin');
  const changed = JSON.stringify(policy) !== JSON.stringify(stored.policy);
  const looked = retentionStore.use(changed ? { policy } : inForce);
  const view = looked.answer ?? stored;
  const goes = view.rows.some((row) => row.rows > 0);
  return (
    <>
      {lines.map((line) => (
        <Setting key={line.field} name={line.name} help={`${line.help} ${wordsOf(view.rows.find((row) => row.kind === line.kind))}`}>
          <Days line={line} value={policy[line.field]} onChange={(days) => setPolicy(withDays(policy, line.field, days))} />
        </Setting>
      ))}
      <CardRow>
        <span className={classes.help}>Decisions, incidents and audit are kept for good. {view.backups}</span>
      </CardRow>
      {gone === null ? null : (
        <CardRow>
          <Note tone="info">{gone}</Note>
        </CardRow>
      )}
      <CardRow>
        <Group justify="flex-end" gap="xs">
          <Button disabled={changed || !goes || note !== null} title={note ?? undefined} onClick={() => setAct('prune')}>
            Remove now…
          </Button>
          <Button variant="filled" disabled={!changed || note !== null} title={note ?? undefined} onClick={() => setAct('save')}>
            Keep these days…
          </Button>
        </Group>
      </CardRow>
      {act === null ? null : (
        <RetentionDialog
          act={act}
          view={{ ...view, policy }}
          onDone={(words) => {
            setGone(words);
            setAct(null);
            onChanged();
          }}
          onClose={() => setAct(null)}
        />
      )}
    </>
  );
}

function withDays(policy: RetentionPolicy, field: Field, days: number | null): RetentionPolicy {
  if (field === 'rawReadingsDays') return { ...policy, rawReadingsDays: days ?? policy.rawReadingsDays };
  return { ...policy, [field]: days };
}

/** What is there and what would go now. */
function wordsOf(row: RetentionRow | undefined): string {
  if (row === undefined) return '';
  if (row.rows === 0) return `${count(row.total)} there; none would go now.`;
  return `${count(row.total)} there; ${count(row.rows)} would go now, about ${bytes(row.bytes)}.`;
}

interface DaysProps {
  readonly line: Line;
  readonly value: number | null;
  readonly onChange: (days: number | null) => void;
}

/** An empty field keeps things for good, where that is possible. */
function Days({ line, value, onChange }: DaysProps) {
  return (
    <NumberInput
      aria-label={`${line.name}, days`}
      className={classes.days}
      placeholder="for good"
      suffix=" days"
      min={line.least}
      max={36_500}
      allowDecimal={false}
      allowNegative={false}
      value={value ?? ''}
      onChange={(typed) => {
        if (typed === '') onChange(null);
        else if (typeof typed === 'number' && typed >= line.least) onChange(typed);
      }}
    />
  );
}
