import picomatch from 'picomatch';

/** Whether a path fits any of the globs; names that begin with a dot count like others. None fit an empty list. */
export function anyOf(globs: readonly string[]): (path: string) => boolean {
  const tests = globs.map((glob) => picomatch(glob, { dot: true }));
  return (path) => tests.some((test) => test(path));
}
