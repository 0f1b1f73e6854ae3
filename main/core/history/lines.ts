/** A line of a file, without its end, numbered from 1. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

export interface LineCutter {
  feed(text: string): Line[];
  /** The last line when the file does not end with a line end. */
  finish(): Line[];
  /** Characters that wait for the end of their line. */
  readonly waiting: () => number;
}

/** Cuts pieces of a file into lines, wherever the pieces are cut. A byte order mark at the start is no content. */
export function lineCutter(): LineCutter {
  let rest = '';
  let number = 0;
  let begun = false;
  const line = (text: string): Line => ({ number: ++number, text });
  return {
    feed(text) {
      const first = !begun && text !== '';
      begun ||= text !== '';
      const parts = (rest + (first ? text.replace(/^\uFEFF/, '') : text)).split('\n');
      rest = parts.pop() ?? '';
      return parts.map(line);
    },
    finish() {
      const last = rest;
      rest = '';
      return last === '' ? [] : [line(last)];
    },
    waiting: () => rest.length,
  };
}

/** A line longer than this is no line of history, characters. */
export const longestLine = 65_536;
