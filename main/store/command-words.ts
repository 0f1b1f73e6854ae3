const plainWord = /^[\w@%+=:,./-]+$/;

/** A command of the CLI as it can be pasted into a shell: words with spaces or signs stand in quotes. */
export function commandWords(...words: readonly string[]): string {
  const quoted = words.map((word) => (plainWord.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`));
  return `npm run --silent tidegate -- ${quoted.join(' ')}`;
}
