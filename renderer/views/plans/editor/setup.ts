import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { lintGutter } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { planCompletion } from './complete.ts';
import { look } from './look.ts';
import type { ConnectionNames } from './plan-names.ts';

interface Wiring {
  readonly label: string;
  readonly onChange: (text: string) => void;
  readonly connections: () => ConnectionNames;
}

/** What an editor that may be typed in has, and one that may only be read has not. */
export function typing(connections: () => ConnectionNames): Extension {
  return [
    history(),
    indentOnInput(),
    closeBrackets(),
    planCompletion(connections),
    // Tab indents; Escape before it lets it move the focus, as everywhere on a page (built into CodeMirror).
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, indentWithTab]),
  ];
}

export function reading(): Extension {
  return [EditorState.readOnly.of(true), EditorView.contentAttributes.of({ 'aria-readonly': 'true' })];
}

/** Everything about the plan editor that never changes while it is open. */
export function basics({ label, onChange }: Wiring): Extension {
  return [
    lineNumbers(),
    lintGutter(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    bracketMatching(),
    search({ top: false }),
    yaml(),
    indentUnit.of('  '),
    EditorState.tabSize.of(2),
    keymap.of([...searchKeymap, ...defaultKeymap]),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString());
    }),
    look,
  ];
}
