import { Button, Group, NumberInput } from '@mantine/core';
import { useState } from 'react';
import type { ResponseTimes } from '../../../main/contract/response-times.ts';
import { respondBounds, respondProblems } from '../../../main/core/incident/respond.ts';
import { severityRules } from '../../../main/core/incident/severity.ts';
import { severities } from '../../../main/core/model/incident.ts';
import { duration } from '../../format.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';
import { Loading, Problem } from '../../parts/states.tsx';
import { usePress } from '../../stores/press.ts';
import { responseTimesStore } from '../../stores/response-times.ts';
import { useRoleNote } from '../../stores/status.ts';
import { tellDone } from '../../stores/tell.ts';
import { Setting } from './setting.tsx';
import classes from './settings.module.css';

const everything = {};
const minuteMs = 60_000;

/** Within which time somebody has to acknowledge an incident, by severity (R4.9). */
export function ResponseTimesCard() {
  const { answer, loading, problem, askAgain } = responseTimesStore.use(everything);
  return (
    <Card title="Response times of incidents">
      {problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {answer === null && loading ? <Loading rows={4} label="Loading the response times" /> : null}
      {answer === null ? null : <Times key={JSON.stringify(answer.times)} stored={answer} onChanged={askAgain} />}
    </Card>
  );
}

type Times = ResponseTimes['times'];

function Times({ stored, onChanged }: { readonly stored: ResponseTimes; readonly onChanged: () => void }) {
  const [times, setTimes] = useState<Times>(stored.times);
  const [asking, setAsking] = useState(false);
  const note = useRoleNote('admin');
  const problems = respondProblems(times);
  const changed = severities.some((severity) => times[severity] !== stored.times[severity]);
  const usual = severities.every((severity) => times[severity] === stored.usual[severity]);
  return (
    <>
      {severities.map((severity) => (
        <Setting key={severity} name={severity} help={`${severityRules[severity].means}; as it comes: ${duration(stored.usual[severity])}`}>
          <NumberInput
            aria-label={`Response time of ${severity}, minutes`}
            className={classes.days}
            suffix=" min"
            min={1}
            max={respondBounds.most / minuteMs}
            clampBehavior="none"
            allowDecimal={false}
            allowNegative={false}
            disabled={note !== null}
            value={times[severity] === 0 ? '' : times[severity] / minuteMs}
            onChange={(typed) => setTimes({ ...times, [severity]: Number(typed) * minuteMs })}
            error={problems[severity]}
          />
        </Setting>
      ))}
      <CardRow>
        <span className={classes.help}>
          Counts for incidents that begin, or change their severity, from then on. What was met or missed before stays as it was.
        </span>
      </CardRow>
      <CardRow>
        <Group justify="flex-end" gap="xs">
          <Button disabled={usual || note !== null} title={note ?? undefined} onClick={() => setTimes(stored.usual)}>
            As it comes
          </Button>
          <Button
            variant="filled"
            disabled={!changed || Object.keys(problems).length > 0 || note !== null}
            title={note ?? undefined}
            onClick={() => setAsking(true)}
          >
            Set these times…
          </Button>
        </Group>
      </CardRow>
      {asking ? <Asking times={times} onDone={onChanged} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

interface AskingProps {
  readonly times: Times;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

function Asking({ times, onDone, onClose }: AskingProps) {
  const press = usePress('incidents.saveResponseTimes');
  async function save(reason: string): Promise<void> {
    const result = await press.run({ times, reason });
    if (!result?.ok) return;
    onClose();
    onDone();
    tellDone('The response times are set');
  }
  return (
    <ReasonDialog
      title="Set the response times"
      confirm="Set these times"
      busy={press.pending}
      problem={press.problem}
      onConfirm={(reason) => void save(reason)}
      onClose={onClose}
    >
      <p className={classes.first}>{severities.map((severity) => `${severity} ${duration(times[severity])}`).join(', ')}</p>
    </ReasonDialog>
  );
}
