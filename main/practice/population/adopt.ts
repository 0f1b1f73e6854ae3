import { compareVersions } from '../version.ts';
import { mulberry32, roundByChance, seedOf } from '../random.ts';
import type { Pace } from '../scenario.ts';
import type { World } from '../state.ts';
import { splitAt, usersBefore, type Audience, type Cohort } from './audience.ts';
import { offersFor, webRoutes, type Offer } from './offers.ts';

/** Time in which half of those who are offered an update take it, ms. */
const halfLives: Record<Pace, { readonly desktop: number; readonly mobile: number }> = {
  practice: { desktop: 3000, mobile: 5000 },
  day: { desktop: 45 * 60_000, mobile: 90 * 60_000 },
};

/** Gives web users what their channel serves: at once, both ways. */
export function routeWebUsers(world: World, audience: Audience): void {
  const routes = webRoutes(world, audience.application);
  const from = audience.population;
  audience.cohorts = routes.map((route) => ({
    from: route.from,
    to: route.to,
    users: { [route.version]: usersBefore(from, route.to) - usersBefore(from, route.from) },
  }));
}

/** Lets installed copies update for `elapsedMs`: only upwards, only inside an offered share. Nobody is ever moved back. */
export function adoptUpdates(world: World, audience: Audience, at: number, elapsedMs: number): void {
  if (audience.surface === 'web') return;
  const offers = offersFor(world, audience);
  for (const offer of offers) splitAt(audience, offer.share);
  const chance = 1 - 2 ** (-elapsedMs / halfLives[world.state.pace][audience.surface]);
  for (const cohort of audience.cohorts) {
    const offer = offers.find((candidate) => cohort.to <= candidate.share + 1e-9);
    if (offer !== undefined) update(cohort, offer, chance, seedOf(world.state.seed, audience.application, audience.part, cohort.from, at));
  }
}

function update(cohort: Cohort, offer: Offer, chance: number, seed: number): void {
  const random = mulberry32(seed);
  for (const [version, users] of Object.entries(cohort.users)) {
    if (users === 0 || compareVersions(version, offer.version) >= 0) continue;
    const moved = Math.min(users, roundByChance(users * chance, random()));
    cohort.users[version] = users - moved;
    cohort.users[offer.version] = (cohort.users[offer.version] ?? 0) + moved;
  }
}
