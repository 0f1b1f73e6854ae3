/** `range` is fetched from a source in parts and can be taken up again; the others come from a file, whole or not at all. */
export const importKinds = ['readings', 'releases', 'range'] as const;
export type ImportKind = (typeof importKinds)[number];

/**
 *   loading ──finish──▶ kept ──remove──▶ dropped ──swept──▶ (gone)
 *      └────────broken, given up────────────▲
 */
export const importStates = ['loading', 'kept', 'dropped'] as const;
export type ImportState = (typeof importStates)[number];
