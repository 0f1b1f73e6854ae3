import { yaml } from '@codemirror/lang-yaml';
import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { differenceLook } from './look.ts';
import classes from './plan-text.module.css';

interface DifferencesProps {
  readonly before: string;
  readonly after: string;
  readonly sideBySide: boolean;
}

/** Unchanged lines kept around a change, and fewest that are folded. */
const folded = { margin: 4, minSize: 6 };

function readOnly(label: string): Extension {
  return [
    lineNumbers(),
    yaml(),
    EditorState.readOnly.of(true),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0' }),
    differenceLook,
  ];
}

function open(parent: HTMLElement, { before, after, sideBySide }: DifferencesProps): { destroy(): void } {
  if (sideBySide) {
    const a = { doc: before, extensions: readOnly('Text before') };
    const b = { doc: after, extensions: readOnly('Text after') };
    return new MergeView({ parent, a, b, gutter: true, highlightChanges: true, collapseUnchanged: folded });
  }
  const merge = unifiedMergeView({ original: before, mergeControls: false, gutter: true, collapseUnchanged: folded });
  return new EditorView({ parent, state: EditorState.create({ doc: after, extensions: [readOnly('Differences, line by line'), merge] }) });
}

/** Two texts of a plan, what was taken out in red and what came in in green. */
export function Differences({ before, after, sideBySide }: DifferencesProps) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return undefined;
    const view = open(host.current, { before, after, sideBySide });
    return () => view.destroy();
  }, [before, after, sideBySide]);
  return <div ref={host} className={classes.differences} />;
}
