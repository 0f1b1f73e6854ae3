import { useElementSize } from '@mantine/hooks';
import type { PlanOutline } from '../../../main/contract/plans.ts';
import { duration, percent } from '../../format.ts';
import classes from './stage-drawing.module.css';
import { beforeWords, entryWords, outlineInWords, type Step, stepsOf, watchWords } from './stage-steps.ts';

/** Until the card is measured, px. */
const guessedWidth = 300;
const height = 140;
const left = 34;
const top = 18;
const bottom = 22;

const shares = [0, 50, 100] as const;

function yOf(share: number): number {
  return top + (1 - share / 100) * (height - top - bottom);
}

type Across = (part: number) => number;

function across(width: number): Across {
  return (part) => left + part * (width - left - 2);
}

/** Line over the steps, from nobody to the last share. */
function outline(steps: readonly Step[], xOf: Across): string {
  const parts = steps.map((step) => `V${yOf(step.share)} H${xOf(step.x + step.width)}`);
  return `M${xOf(0)} ${yOf(0)} ${parts.join(' ')}`;
}

function StepMarks({ step, crowded, xOf }: { readonly step: Step; readonly crowded: boolean; readonly xOf: Across }) {
  const middle = xOf(step.x + step.width / 2);
  const x = xOf(step.x);
  return (
    <g>
      {step.x > 0 ? <line x1={x} x2={x} y1={top} y2={yOf(0)} className={classes.boundary} data-asks={step.asks} /> : null}
      {step.asks ? <path d={`M${x} ${yOf(0) - 6} l5 6 l-5 6 l-5 -6 z`} className={classes.asks} /> : null}
      <text x={middle} y={Math.max(yOf(step.share) - 6, 11)} className={classes.share}>
        {percent(step.share)}
      </text>
      {crowded ? null : (
        <text x={middle} y={height - 6} className={classes.bake}>
          {step.bake}
        </text>
      )}
    </g>
  );
}

/** Share over time as a plan wants it: one step per stage, a diamond where a person is asked. */
function Steps({ steps, label }: { readonly steps: readonly Step[]; readonly label: string }) {
  const { ref, width: measured } = useElementSize<HTMLDivElement>();
  const width = measured > 0 ? measured : guessedWidth;
  const xOf = across(width);
  const line = outline(steps, xOf);
  return (
    <div ref={ref}>
      <svg className={classes.drawing} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        {shares.map((share) => (
          <g key={share}>
            <line x1={left} x2={width - 2} y1={yOf(share)} y2={yOf(share)} className={classes.grid} />
            <text x={left - 6} y={yOf(share) + 4} className={classes.axis}>
              {share === 0 ? '0' : percent(share)}
            </text>
          </g>
        ))}
        <path d={`${line} V${yOf(0)} Z`} className={classes.area} />
        <path d={line} className={classes.line} />
        {steps.map((step) => (
          <StepMarks key={`${step.name} ${step.x}`} step={step} crowded={steps.length * 48 > width} xOf={xOf} />
        ))}
      </svg>
    </div>
  );
}

/** A plan's stages: the drawing, and beside it what each waits for. */
export function StageDrawing({ plan }: { readonly plan: PlanOutline }) {
  const before = beforeWords(plan);
  return (
    <div className={classes.stages}>
      <Steps steps={stepsOf(plan.stages)} label={outlineInWords(plan)} />
      <ol className={classes.list}>
        {before === null ? null : (
          <li>
            <span className={classes.when}>Before</span>
            <span>{before}</span>
          </li>
        )}
        {plan.stages.map((stage) => (
          <li key={stage.name}>
            <span className={classes.when}>{percent(stage.percent)}</span>
            <span>
              {entryWords(stage).length === 0 ? null : <strong>{entryWords(stage).join(', ')}: </strong>}
              {watchWords(stage).join(', ')}
            </span>
          </li>
        ))}
      </ol>
      <p className={classes.least}>
        At least {duration(plan.leastMs)} from the start to {percent(plan.stages.at(-1)?.percent ?? 100)}.
        {plan.dryRun ? ' A dry run: nothing is sent.' : ''}
      </p>
    </div>
  );
}
