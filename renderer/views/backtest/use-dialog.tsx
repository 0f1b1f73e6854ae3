import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { PlanRow } from '../../../main/contract/plans.ts';
import { Loading, Note, Problem, ProblemNote } from '../../parts/states.tsx';
import { changedText, resetNumbers } from '../../stores/backtest.ts';
import type { ChangedNumber } from '../../stores/backtest.ts';
import { planDetail, planList } from '../../stores/plans.ts';
import { usePress } from '../../stores/press.ts';
import { navigate } from '../../stores/router.ts';
import { copyName, renamed } from '../plans/text.ts';
import classes from './backtest.module.css';

const Differences = lazy(async () => ({ default: (await import('../plans/editor/differences.tsx')).Differences }));
const everything = {};

interface UseDialogProps {
  readonly plan: PlanRow;
  readonly changed: readonly ChangedNumber[];
  readonly onClose: () => void;
}

/** Shows what the changed numbers make of the plan's text, and writes it after one confirmation. */
export function UseDialog({ plan, changed, onClose }: UseDialogProps) {
  const taken = (planList.use(everything).answer ?? []).map((one) => one.file);
  const [file, setFile] = useState(plan.origin === 'workspace' ? plan.file : copyName(plan.file, taken));
  const press = usePress('backtests.use');
  const base = changedText.use({ plan: { file: plan.file } }).answer;
  const name = file.trim();
  const valid = /^[\w.-]+\.ya?ml$/.test(name);
  const over = plan.file === name || taken.includes(name);
  async function use(): Promise<void> {
    if (base === null) return;
    const text = named(base.text, plan, name);
    const result = await press.run({ file: name, plan: { file: plan.file, text, overrides: [...changed] } });
    if (!result?.ok) return;
    planList.askAgain();
    planDetail.askAgain();
    resetNumbers();
    onClose();
    navigate(`/plans/${encodeURIComponent(result.answer.file)}`);
  }
  return (
    <Modal opened onClose={onClose} size={820} title={`Use these numbers in ${plan.name}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (valid) void use();
        }}
      >
        <Stack gap="md">
          <Change plan={plan} file={valid ? name : plan.file} changed={changed} />
          <TextInput
            label="Save as"
            description={
              plan.origin === 'preset'
                ? 'A preset stays as it is; this makes a plan of your own'
                : 'In the workspace folder; the text before stays among its versions'
            }
            value={file}
            error={valid ? undefined : 'Letters, digits, dots, dashes and underscores, ending in .yaml'}
            onChange={(event) => setFile(event.currentTarget.value)}
          />
          <Note tone="info">
            {over ? `${name} is written over. ` : ''}Rollouts under way keep the text they started with; the next one uses the new numbers.
          </Note>
          {press.problem ? <ProblemNote problem={press.problem} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button onClick={onClose}>Leave it</Button>
            <Button type="submit" variant="filled" loading={press.pending} disabled={!valid || base === null}>
              Write the plan
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** A copy is called after its own file. */
function named(text: string, plan: PlanRow, file: string): string {
  return file === plan.file ? text : renamed(text, file);
}

interface ChangeProps {
  readonly plan: PlanRow;
  /** Where it is going to be saved. */
  readonly file: string;
  readonly changed: readonly ChangedNumber[];
}

/** What the changed numbers make of the text. */
function Change({ plan, file, changed }: ChangeProps) {
  const before = changedText.use({ plan: { file: plan.file } });
  const after = changedText.use({ plan: { file: plan.file, overrides: [...changed] } });
  const problem = after.problem ?? before.problem;
  if (problem) return <Problem problem={problem} onRetry={after.askAgain} />;
  if (!before.answer || !after.answer) return <Loading rows={6} label="Loading the difference" />;
  return (
    <div className={classes.difference}>
      <Suspense fallback={<Loading rows={6} label="Loading the difference" />}>
        <Differences before={before.answer.text} after={named(after.answer.text, plan, file)} sideBySide={false} />
      </Suspense>
    </div>
  );
}
