/** Users whose place in the row of all users lies in [from, to), both 0–1, and what each has installed. */
export interface Cohort {
  readonly from: number;
  readonly to: number;
  readonly users: Record<string, number>;
}

/** Everybody who uses an application on one surface (desktop: one operating system), in a row that never changes. */
export interface Audience {
  readonly application: string;
  readonly surface: 'web' | 'desktop' | 'mobile';
  readonly part: string;
  readonly population: number;
  cohorts: Cohort[];
}

/** How a surface without a served site is counted. */
export const nothing = '(nothing)';

export function makeAudience(facts: Omit<Audience, 'cohorts'>, version: string): Audience {
  return { ...facts, cohorts: [{ from: 0, to: 1, users: { [version]: facts.population } }] };
}

/** Whole users before `share` of a population. Rounded down, so that nobody outside a share ever counts as inside. */
export function usersBefore(population: number, share: number): number {
  return Math.floor(population * share + 1e-9);
}

/** Makes `share` (0–1) a border between cohorts; installed versions are divided in proportion. */
export function splitAt(audience: Audience, share: number): void {
  const index = audience.cohorts.findIndex((cohort) => cohort.from < share && share < cohort.to);
  const cohort = audience.cohorts[index];
  if (cohort === undefined) return;
  const size = usersBefore(audience.population, cohort.to) - usersBefore(audience.population, cohort.from);
  let room = usersBefore(audience.population, share) - usersBefore(audience.population, cohort.from);
  const left: Record<string, number> = {};
  const right: Record<string, number> = {};
  let seen = 0;
  for (const [version, users] of Object.entries(cohort.users)) {
    const remaining = size - seen;
    const taken = remaining === 0 ? 0 : Math.min(users, Math.round((room * users) / remaining));
    left[version] = taken;
    right[version] = users - taken;
    room -= taken;
    seen += users;
  }
  audience.cohorts.splice(index, 1, { from: cohort.from, to: share, users: left }, { from: share, to: cohort.to, users: right });
}

/** Installed users by version. */
export function usersByVersion(audience: Audience): Record<string, number> {
  const total: Record<string, number> = {};
  for (const cohort of audience.cohorts) {
    for (const [version, users] of Object.entries(cohort.users)) {
      if (users > 0) total[version] = (total[version] ?? 0) + users;
    }
  }
  return total;
}
