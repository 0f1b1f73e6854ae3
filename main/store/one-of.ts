/** A stored word that must be one of a known list. Throws when the database holds another. */
export function oneOf<T extends string>(known: readonly T[], value: string): T {
  const found = known.find((one) => one === value);
  if (found === undefined) throw new TypeError(`The database holds "${value}" where one of ${known.join(', ')} belongs. Restore a backup.`);
  return found;
}
