import { SegmentedControl, Select } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useState } from 'react';
import type { PlanVersionRow } from '../../../main/contract/plans.ts';
import { relative } from '../../format.ts';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { useNow } from '../../stores/clock.ts';
import { planText } from '../../stores/plans.ts';
import classes from './versions.module.css';
import type { Draft } from './use-draft.ts';
import { draftVersion, shortHash, type VersionPair } from './version-pair.ts';

const Differences = lazy(async () => ({ default: (await import('./editor/differences.tsx')).Differences }));

interface ComparedProps {
  readonly file: string;
  readonly versions: readonly PlanVersionRow[];
  readonly pair: VersionPair | null;
  readonly draft: Draft;
  readonly onChoose: (from: string, to: string) => void;
}

function useText(file: string, hash: string | null) {
  return planText.use(hash === null || hash === draftVersion ? null : { file, hash });
}

/** Two versions of a plan, chosen above and compared below. */
export function Compared({ file, versions, pair, draft, onChoose }: ComparedProps) {
  const wide = useMediaQuery('(min-width: 1500px)') ?? false;
  const [chosen, setChosen] = useState<string | null>(null);
  const layout = chosen ?? (wide ? 'side' : 'lines');
  const from = useText(file, pair?.from ?? null);
  const to = useText(file, pair?.to ?? null);
  if (pair === null) return null;
  const after = pair.to === draftVersion ? draft.text : to.answer?.text;
  const problem = from.problem ?? to.problem;
  return (
    <>
      <div className={classes.choice}>
        <VersionSelect label="From" value={pair.from} versions={versions} draft={null} onChange={(hash) => onChoose(hash, pair.to)} />
        <span aria-hidden>→</span>
        <VersionSelect label="To" value={pair.to} versions={versions} draft={draft} onChange={(hash) => onChoose(pair.from, hash)} />
        <SegmentedControl
          className={classes.layout ?? ''}
          size="xs"
          aria-label="How to compare"
          value={layout}
          data={[
            { value: 'lines', label: 'One text' },
            { value: 'side', label: 'Side by side' },
          ]}
          onChange={setChosen}
        />
      </div>
      {problem ? <Problem problem={problem} /> : null}
      {problem === null && (from.answer === null || after === undefined) ? <Loading rows={8} label="Loading both texts" /> : null}
      {from.answer !== null && after !== undefined ? <Shown before={from.answer.text} after={after} side={layout === 'side'} /> : null}
    </>
  );
}

function Shown({ before, after, side }: { readonly before: string; readonly after: string; readonly side: boolean }) {
  if (before === after) return <Empty title="No difference">Both are the same text. Choose another version to compare.</Empty>;
  return (
    <Suspense fallback={<Loading rows={8} label="Loading the comparison" />}>
      <Differences before={before} after={after} sideBySide={side} />
    </Suspense>
  );
}

interface VersionSelectProps {
  readonly label: string;
  readonly value: string;
  readonly versions: readonly PlanVersionRow[];
  /** Offered as a version of its own while it is changed. */
  readonly draft: Draft | null;
  readonly onChange: (hash: string) => void;
}

function VersionSelect({ label, value, versions, draft, onChange }: VersionSelectProps) {
  const now = useNow();
  const rows = versions.filter((row, index) => versions.findIndex((other) => other.hash === row.hash) === index);
  const stored = rows.map((row) => ({
    value: row.hash,
    label: `${shortHash(row.hash)} · ${row.current ? 'in the file now' : relative(row.at, now)}`,
  }));
  const data = draft?.changed || value === draftVersion ? [{ value: draftVersion, label: 'Your unsaved text' }, ...stored] : stored;
  return (
    <Select
      size="xs"
      className={classes.version ?? ''}
      aria-label={label}
      allowDeselect={false}
      value={value}
      data={data}
      onChange={(hash) => onChange(hash ?? value)}
    />
  );
}
