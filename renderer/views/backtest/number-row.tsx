import { ActionIcon, Slider, TextInput } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import type { BacktestNumbersRow } from '../../../main/contract/backtests.ts';
import { tryNumber } from '../../stores/backtest.ts';
import type { ChangedNumber } from '../../stores/backtest.ts';
import { amountOf, onStep, rangeOf, typedAmount, written } from './amount.ts';
import classes from './backtest.module.css';

type GateNumber = BacktestNumbersRow['numbers'][number];

const labels: Readonly<Record<GateNumber['key'], string>> = {
  yellow: 'Yellow bound',
  red: 'Red bound',
  emergency: 'Emergency bound',
  window: 'Window',
  for: 'Lasting for',
  minSamples: 'Least samples',
  consecutive: 'Checks in a row',
};

interface NumberRowProps {
  readonly gate: BacktestNumbersRow;
  readonly number: GateNumber;
  readonly change: ChangedNumber | null;
}

/** One number of a gate: a slider to try, a field to be exact, and what it was. */
export function NumberRow({ gate, number, change }: NumberRowProps) {
  const value = change === null ? number.value : change.value;
  const which = { gate: gate.gate, key: number.key, stage: null };
  const isBound = number.key === 'yellow' || number.key === 'red' || number.key === 'emergency';
  const label = isBound ? `${labels[number.key]}, ${gate.direction}` : labels[number.key];
  function put(next: ChangedNumber['value']): void {
    tryNumber(which, next === number.value ? undefined : next);
  }
  return (
    <div className={classes.number} data-changed={change !== null}>
      <div className={classes.numberHead}>
        <span className={classes.numberName}>{label}</span>
        {change === null ? null : (
          <>
            <span className={classes.wasNumber}>was {number.value ?? 'not set'}</span>
            <ActionIcon size="sm" aria-label={`${label} as written`} onClick={() => tryNumber(which, undefined)}>
              <IconArrowBackUp size={14} aria-hidden />
            </ActionIcon>
          </>
        )}
      </div>
      <div className={classes.numberLine}>
        <Slide label={`${gate.title}, ${label}`} number={number} value={value} onPut={put} />
        <Field key={String(value)} label={`${gate.title}, ${label}, exact`} value={value} written={number.value} onPut={put} />
      </div>
      {number.stages.length > 0 ? (
        <div className={classes.quiet}>Also in {number.stages.join(', ')}, which has a number of its own</div>
      ) : null}
    </div>
  );
}

interface PutProps {
  readonly label: string;
  readonly value: ChangedNumber['value'];
  readonly onPut: (value: ChangedNumber['value']) => void;
}

/** Reaches as far as the written number suggests; the field takes anything. */
function Slide({ label, number, value, onPut }: PutProps & { readonly number: GateNumber }) {
  const base = number.value === null ? null : amountOf(number.value);
  const now = value === null ? null : amountOf(value);
  if (base === null || now === null || now.unit.trim() !== base.unit.trim()) return <span className={classes.noSlide} />;
  const { min, max, step } = rangeOf(base, number.key);
  return (
    <Slider
      className={classes.slide ?? ''}
      size={4}
      thumbSize={14}
      thumbLabel={label}
      label={null}
      min={min}
      max={max}
      step={step}
      value={Math.min(max, Math.max(min, now.number))}
      marks={[{ value: base.number }]}
      onChange={(next) => onPut(next === base.number ? number.value : written({ ...base, number: onStep(next, step) }))}
    />
  );
}

function Field({ label, value, written: before, onPut }: PutProps & { readonly written: ChangedNumber['value'] }) {
  const [text, setText] = useState(value === null ? '' : String(value));
  function take(): void {
    const next = typedAmount(text, before ?? value);
    if (next !== value) onPut(next);
  }
  return (
    <TextInput
      className={classes.field ?? ''}
      size="xs"
      aria-label={label}
      placeholder="not set"
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take();
      }}
    />
  );
}
