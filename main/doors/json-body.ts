/** A body as JSON, or where it stops being JSON: ` (line 1, column 2)`, empty when the runtime does not tell. */
export function jsonOf(text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly where: string } {
  if (text.trim() === '') return { ok: false, where: ': it is empty' };
  try {
    const value: unknown = JSON.parse(text);
    return { ok: true, value };
  } catch (error) {
    return { ok: false, where: whereOf(text, error instanceof Error ? error.message : '') };
  }
}

function whereOf(text: string, message: string): string {
  const told = /at position (\d+)/.exec(message)?.[1];
  const ended = message.includes('end of JSON input');
  if (told === undefined && !ended) return '';
  const before = text.slice(0, ended ? text.length : Number(told)).split('\n');
  return ` (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}${ended ? ', where it ends too early' : ''})`;
}
