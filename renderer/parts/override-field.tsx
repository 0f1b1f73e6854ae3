import { Checkbox, Textarea } from '@mantine/core';
import { keepUnits } from '../format.ts';
import classes from './override-field.module.css';
import { Note } from './states.tsx';

const shortest = 3;

export interface OverrideValue {
  readonly wanted: boolean;
  readonly reason: string;
}

export const noOverride: OverrideValue = { wanted: false, reason: '' };

/** Whether everything an override needs is there. */
export function isComplete({ wanted, reason }: OverrideValue): boolean {
  return wanted && reason.trim().length >= shortest;
}

interface OverrideFieldProps {
  readonly says: string;
  readonly value: OverrideValue;
  readonly onChange: (value: OverrideValue) => void;
}

/** Asks for a deliberate yes and a reason of its own before anybody is given what cannot be taken back from them. */
export function OverrideField({ says, value, onChange }: OverrideFieldProps) {
  return (
    <div className={classes.override}>
      <Note tone="danger">{keepUnits(says)}</Note>
      <Checkbox
        label="Go on although it could not be taken back"
        checked={value.wanted}
        onChange={(event) => onChange({ ...value, wanted: event.currentTarget.checked })}
      />
      {value.wanted ? (
        <Textarea
          label="Why without a way back"
          description="Kept in the audit beside the reason of the press"
          required
          autosize
          minRows={2}
          maxRows={4}
          maxLength={2000}
          value={value.reason}
          onChange={(event) => onChange({ ...value, reason: event.currentTarget.value })}
        />
      ) : null}
    </div>
  );
}
