import { Select } from '@mantine/core';
import { useState } from 'react';
import { currentTime } from '../../stores/clock.ts';
import { importRange } from '../../stores/history.ts';
import classes from './backtest.module.css';
import { HistoryForm } from './history-form.tsx';
import { PlaceFields } from './place-fields.tsx';
import { usePlace } from './use-place.ts';

const day = 86_400_000;
const lengths = [1, 7, 30, 90].map((days) => ({ value: String(days), label: days === 1 ? 'last day' : `last ${days} days` }));
const steps = [15, 60, 300].map((seconds) => ({
  value: String(seconds * 1000),
  label: seconds === 15 ? 'every 15 s' : `every ${seconds / 60} min`,
}));

interface FetchDialogProps {
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Fetches a metric's past from its own source, such as Prometheus. */
export function FetchDialog({ onClose, onDone }: FetchDialogProps) {
  const place = usePlace();
  const [days, setDays] = useState('7');
  const [step, setStep] = useState('15000');
  const { plan, applicationId, metric } = place;
  const ready = plan !== null && applicationId !== null && metric !== null;
  return (
    <HistoryForm
      title="Fetch history from its source"
      confirm="Fetch"
      ready={ready}
      run={async (signal) => {
        if (!ready) return { kind: 'cancelled' };
        const stepMs = Number(step);
        // On the grid of the step, so that fetching again later meets the same times.
        const to = Math.floor(currentTime() / stepMs) * stepMs;
        const from = Math.floor((to - Number(days) * day) / stepMs) * stepMs;
        return await importRange(
          { kind: 'range', plan, applicationId, metric, from, to, stepMs },
          `Fetched ${metric} for backtests`,
          signal,
        );
      }}
      onClose={onClose}
      onDone={onDone}
    >
      <PlaceFields place={place} metricNeeded />
      <div className={classes.pair}>
        <Select label="How far back" data={lengths} allowDeselect={false} value={days} onChange={(value) => setDays(value ?? days)} />
        <Select label="Readings" data={steps} allowDeselect={false} value={step} onChange={(value) => setStep(value ?? step)} />
      </div>
    </HistoryForm>
  );
}
