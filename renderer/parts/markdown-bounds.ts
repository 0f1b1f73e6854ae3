/** Blocks inside blocks that are drawn; what is nested deeper is shown as it was typed. */
export const deepestDrawn = 40;

/** Longer texts than this are shown as they were typed, characters. */
const longestFormatted = 200_000;
/** Quotes and lists that one line may open. */
const mostOpenedByLine = 40;
/** Runs of stars and underscores in one paragraph: reading them takes time by their square. */
const mostRuns = 600;

/** What stands at the start of a line and opens a quote or a list, over and over. */
const openers = /^(?:[ \t]*(?:>|[-+*](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$)))+/;

function opened(line: string): number {
  return openers.exec(line)?.[0].match(/>|[-+*]|\d+[.)]/g)?.length ?? 0;
}

/** Whether reading a text as Markdown would hold the window up: somebody nested it far deeper than anybody reads. */
export function tooTangled(text: string): boolean {
  if (text.length > longestFormatted) return true;
  if (text.split('\n').some((line) => opened(line) > mostOpenedByLine)) return true;
  return text.split(/\n[ \t]*\n/).some((block) => (block.match(/\*+|_+/g)?.length ?? 0) > mostRuns);
}
