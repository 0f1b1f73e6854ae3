interface HintRule {
  /** Looked for in `name: title` of a cluster. */
  readonly pattern: RegExp;
  readonly hint: string;
}

/** The first that fits speaks: what is particular stands before what is general. */
const rules: readonly HintRule[] = [
  {
    pattern: /chunkload|loading (?:css )?chunk|dynamically imported module|importing a module script failed/i,
    hint: 'Old pages ask for files of the build before. Keep the former assets for a while, or reload once when a chunk is missing.',
  },
  {
    pattern: /service ?worker|workbox|failed to register a serviceworker/i,
    hint: 'The service worker did not install or update. Compare its script and scope with the version before, and its cache headers.',
  },
  {
    pattern: /quotaexceeded|quota.{0,20}exceeded|storage.{0,20}full/i,
    hint: 'The storage of the browser or device is full. Look for a cache that grows with this version.',
  },
  {
    pattern: /‹401›|‹403›|unauthori[sz]ed|forbidden|jwt|token.{0,20}(?:expired|invalid)|not signed in|authentication/i,
    hint: 'Sign-in or rights: a token was refused. Look at what this version sends, and whether the server still knows it.',
  },
  {
    pattern:
      /deadlock|database|sqlite|postgres|prisma|connection pool|no such table|relation .{0,60} does not exist|column .{0,60} (?:not|unknown)/i,
    hint: 'The database refused or is out of reach. Look for a migration that has not run, or a pool that is used up.',
  },
  {
    pattern: /‹5xx›|bad gateway|service unavailable|gateway timeout|internal server error|econnrefused|econnreset/i,
    hint: 'The backend failed or was out of reach. Compare its own error rate: if all versions see it, this release is not the cause.',
  },
  {
    pattern: /‹429›|rate limit|too many requests/i,
    hint: 'Too many calls: this version may ask more often than the one before. Compare requests per user.',
  },
  {
    pattern: /timeout|timed out|etimedout|‹408›/i,
    hint: 'Something answered too late. Look at latency of the same minutes, and at what this version waits for.',
  },
  {
    pattern: /networkerror|failed to fetch|network request failed|load failed|cors|err_internet_disconnected/i,
    hint: 'A request did not get through: the network, a blocked origin, or an address that is wrong in this build.',
  },
  {
    pattern: /‹404›|not found/i,
    hint: 'Something asked for is not there: a moved route, or a file that was not deployed.',
  },
  {
    pattern: /undefined|null is not|of null|is not an object|is not a function|nullreference|nullpointer/i,
    hint: 'A value is missing where the code relies on it. Look for a field that the API or the stored state no longer gives.',
  },
  {
    pattern: /out of memory|outofmemory|allocation failed|maximum call stack|stack overflow|heap/i,
    hint: 'Memory or stack ran out: an endless loop, a leak, or data larger than before.',
  },
  {
    pattern: /unexpected token|unexpected end of json|syntaxerror|parse/i,
    hint: 'An answer could not be read: an error page in place of data, or a format that changed.',
  },
  {
    pattern: /permission|eacces|notallowed|denied/i,
    hint: 'The system refused access. Look for a permission that this version newly needs.',
  },
  {
    pattern: /abort|cancel/i,
    hint: 'Broken off, often because a person left the page. Seldom the fault of a release.',
  },
];

/** Where to look first, by what the error says (R5.6); null when nothing fits. A hint is a guess and is shown as one. */
export function hintOf(cluster: { readonly name: string; readonly title: string }): string | null {
  const text = `${cluster.name}: ${cluster.title}`;
  return rules.find((rule) => rule.pattern.test(text))?.hint ?? null;
}
