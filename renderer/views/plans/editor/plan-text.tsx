import { setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { RefObject } from 'react';
import { useEffect, useRef } from 'react';
import type { Problem } from '../text.ts';
import { diagnosticsOf } from './diagnostics.ts';
import classes from './plan-text.module.css';
import type { ConnectionNames } from './plan-names.ts';
import { basics, reading, typing } from './setup.ts';

/** Place that the caret was asked to go to; a new object asks again. */
export interface Goal {
  readonly line: number;
  readonly column: number | null;
}

interface PlanTextProps {
  readonly text: string;
  readonly problems: readonly Problem[];
  readonly goal: Goal | null;
  readonly readOnly: boolean;
  readonly connections: ConnectionNames;
  readonly onChange: (text: string) => void;
}

type Latest = Pick<PlanTextProps, 'onChange' | 'connections' | 'problems'>;

const mode = new Compartment();

function modeOf(readOnly: boolean, latest: RefObject<Latest>) {
  return mode.of(readOnly ? reading() : typing(() => latest.current.connections));
}

function underline(view: EditorView, problems: readonly Problem[]): void {
  view.dispatch(setDiagnostics(view.state, diagnosticsOf(problems, view.state.doc)));
}

function goTo(view: EditorView, goal: Goal): void {
  const line = view.state.doc.line(Math.min(Math.max(goal.line, 1), view.state.doc.lines));
  const at = Math.min(line.from + Math.max((goal.column ?? 1) - 1, 0), line.to);
  view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
  view.focus();
}

/** The text of a plan in an editor that knows its grammar; problems are underlined where they are. */
export function PlanText({ text, problems, goal, readOnly, connections, onChange }: PlanTextProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef<Latest>({ onChange, connections, problems });
  const first = useRef(text);
  useEffect(() => {
    latest.current = { onChange, connections, problems };
  });
  useEffect(() => {
    if (!host.current) return undefined;
    const wiring = { label: 'Text of the plan', onChange: (next: string) => latest.current.onChange(next) };
    const extensions = [modeOf(readOnly, latest), basics({ ...wiring, connections: () => latest.current.connections })];
    const made = new EditorView({ parent: host.current, state: EditorState.create({ doc: first.current, extensions }) });
    view.current = made;
    underline(made, latest.current.problems);
    return () => {
      first.current = made.state.doc.toString();
      made.destroy();
      view.current = null;
    };
  }, [readOnly]);
  useEffect(() => {
    const open = view.current;
    if (open === null || open.state.doc.toString() === text) return;
    open.dispatch({ changes: { from: 0, to: open.state.doc.length, insert: text } });
  }, [text]);
  useEffect(() => {
    if (view.current) underline(view.current, problems);
  }, [problems]);
  useEffect(() => {
    if (goal && view.current) goTo(view.current, goal);
  }, [goal]);
  return <div ref={host} className={classes.host} />;
}
