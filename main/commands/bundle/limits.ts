/** Largest bundle that is taken, bytes. */
export const mostPacked = 64_000_000;
/** Largest content of a bundle, bytes: a small file may unpack to a very large one. */
export const mostContent = 256_000_000;
/** Bytes that one call carries. */
export const pieceBytes = 144_000;
