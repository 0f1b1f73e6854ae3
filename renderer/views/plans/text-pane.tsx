import type { KeyboardEvent } from 'react';
import { useEffect, useMemo, useRef } from 'react';
import classes from './text-pane.module.css';
import { problemLines, tokensOf } from './text.ts';
import type { Problem } from './text.ts';

/** Height of one line in the pane, px; the style sheet uses the same. */
const lineHeight = 20;
/** Lines kept above a revealed one. */
const above = 4;

/** A line, from 1, and the offset in the text that the caret goes to. */
export interface Goal {
  readonly line: number;
  readonly offset: number;
}

interface TextPaneProps {
  readonly text: string;
  readonly problems: readonly Problem[];
  /** Where the caret was asked to go last. */
  readonly goal: Goal | null;
  readonly readOnly: boolean;
  readonly onChange: (text: string) => void;
  readonly onSave: () => void;
}

/**
 * Monospace text with line numbers and coloured words. A plain text area lies over the coloured copy, so that selection,
 * undo and screen readers work as everywhere; Tab leaves it.
 */
export function TextPane({ text, problems, goal, readOnly, onChange, onSave }: TextPaneProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const lines = useMemo(() => text.split('\n'), [text]);
  const marked = useMemo(() => problemLines(problems), [problems]);
  const widest = useMemo(() => Math.max(...lines.map((line) => line.length)), [lines]);
  useEffect(() => {
    if (!goal) return;
    area.current?.focus({ preventScroll: true });
    area.current?.setSelectionRange(goal.offset, goal.offset);
    scroller.current?.scrollTo({ top: (goal.line - 1 - above) * lineHeight, left: 0 });
  }, [goal]);
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    onSave();
  }
  return (
    <div ref={scroller} className={classes.scroller}>
      <div className={classes.sheet} style={{ height: lines.length * lineHeight, minWidth: `calc(${widest + 2}ch + 72px)` }}>
        <pre className={classes.colours} aria-hidden>
          {lines.map((line, index) => (
            <Line key={index} number={index + 1} text={line} bad={marked.has(index + 1)} />
          ))}
        </pre>
        <textarea
          ref={area}
          className={classes.area}
          aria-label="Text of the plan"
          aria-invalid={problems.length > 0}
          readOnly={readOnly}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          wrap="off"
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </div>
    </div>
  );
}

function Line({ number, text, bad }: { readonly number: number; readonly text: string; readonly bad: boolean }) {
  return (
    <div className={classes.line} data-bad={bad}>
      <span className={classes.number}>{number}</span>
      {tokensOf(text).map((token, index) => (
        <span key={index} className={classes[token.kind]}>
          {token.text}
        </span>
      ))}
    </div>
  );
}
