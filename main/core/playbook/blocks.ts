import { textHash } from '../hash.ts';
import type { PlaybookStep, PlaybookText } from './playbook.ts';

const task = /^(\s*)[-*+]\s+\[[ xX]\]\s+(\S.*)$/;
const fence = /^\s*(```|~~~)/;

interface Open {
  readonly indent: number;
  readonly line: number;
  readonly lines: string[];
}

/** Splits Markdown into steps and what stands between them. `first` is the number of its first line in the file. */
export function blocksOf(lines: readonly string[], first: number): readonly (PlaybookStep | PlaybookText)[] {
  const blocks: (PlaybookStep | PlaybookText)[] = [];
  const seen = new Map<string, number>();
  let step: Open | null = null;
  let text: Open | null = null;
  let fenced = false;
  const endText = (): void => {
    const words = text?.lines.join('\n').trim() ?? '';
    if (text !== null && words !== '') blocks.push({ kind: 'text', text: words, line: text.line });
    text = null;
  };
  const endStep = (): void => {
    if (step === null) return;
    const words = step.lines.join('\n').trim();
    const number = blocks.filter((block) => block.kind === 'step').length + 1;
    blocks.push({ kind: 'step', id: stepId(words, seen), number, text: words, line: step.line });
    step = null;
  };
  for (const [index, line] of lines.entries()) {
    const found = fenced ? null : task.exec(line);
    if (fence.test(line)) fenced = !fenced;
    const open: Open | null = step;
    if (found !== null) {
      endText();
      endStep();
      step = { indent: found[1]?.length ?? 0, line: first + index, lines: [found[2] ?? ''] };
    } else if (open !== null && belongs(line, open))
      open.lines.push(line.slice(Math.min(line.length - line.trimStart().length, open.indent + 2)));
    else {
      endStep();
      text ??= { indent: 0, line: first + index, lines: [] };
      text.lines.push(line);
    }
  }
  endStep();
  endText();
  return blocks;
}

/** Indented lines and blank ones carry a step on. */
function belongs(line: string, open: Open): boolean {
  return line.trim() === '' || line.length - line.trimStart().length > open.indent;
}

function stepId(words: string, seen: Map<string, number>): string {
  const id = textHash(words).slice(0, 8);
  const before = seen.get(id) ?? 0;
  seen.set(id, before + 1);
  return before === 0 ? id : `${id}-${before + 1}`;
}
