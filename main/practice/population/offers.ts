import { channelShares, desktopParts } from '../catalogue.ts';
import { servedOn } from '../platforms/firebase-state.ts';
import { flagShare } from '../platforms/flagsmith-state.ts';
import { offeredBy } from '../platforms/github-state.ts';
import { playOffers } from '../platforms/play-state.ts';
import type { World } from '../state.ts';
import { nothing, type Audience } from './audience.ts';

/** A version that users before `share` (0–1) may have. */
export interface Offer {
  readonly version: string;
  readonly share: number;
}

/** A stretch of web users and the version they are served. */
export interface Route {
  readonly from: number;
  readonly to: number;
  readonly version: string;
}

/** Which version each stretch of web users is served: each goes to the narrowest channel that covers it and has something. */
export function webRoutes(world: World, application: string): readonly Route[] {
  const site = world.state.sites.find((candidate) => candidate.application === application);
  const served = channelShares.map(({ channel }) => (site === undefined ? undefined : servedOn(site, channel, world.now())));
  let from = 0;
  return channelShares.map(({ percent }, index) => {
    const version = served.slice(index).find((candidate) => candidate !== undefined);
    const route = { from, to: percent / 100, version: version ?? nothing };
    from = route.to;
    return route;
  });
}

/** What an installed audience is offered now, narrowest share first. */
export function offersFor(world: World, audience: Audience): readonly Offer[] {
  if (audience.surface === 'mobile') {
    const app = world.state.packages.find((candidate) => candidate.application === audience.application);
    return app === undefined ? [] : playOffers(app);
  }
  const repository = world.state.repositories.find((candidate) => candidate.application === audience.application);
  const part = desktopParts.find((candidate) => candidate.part === audience.part);
  const offer = repository === undefined || part === undefined ? null : offeredBy(repository, part.manifest);
  return offer === null ? [] : [{ version: offer.version, share: Math.min(1, Math.max(0, offer.percent / 100)) }];
}

/** Widest share of a surface's users that is offered `version` now, percent 0–100. */
export function offeredPercent(world: World, application: string, surface: string, version: string): number {
  if (surface === 'web') {
    const routes = webRoutes(world, application).filter((route) => route.version === version);
    return Math.round(routes.reduce((sum, route) => sum + (route.to - route.from), 0) * 1e4) / 100;
  }
  const audiences = world.state.audiences.filter((audience) => audience.application === application && audience.surface === surface);
  const shares = audiences.flatMap((audience) => offersFor(world, audience).filter((offer) => offer.version === version));
  return Math.round(Math.max(0, ...shares.map((offer) => offer.share)) * 1e4) / 100;
}

/** A target's exposure as text, to tell whether a write moved it. Null while one of its parts is missing. */
export function exposureOf(world: World, target: string): string | null {
  const [application = '', surface = ''] = target.split('/');
  if (surface === 'flag') {
    const project = world.state.projects.find((candidate) => candidate.application === application);
    return project === undefined ? null : `on@${flagShare(project)}`;
  }
  if (surface === 'web')
    return webRoutes(world, application)
      .map((route) => `${route.version}@${route.to * 100}`)
      .join(' ');
  const audiences = world.state.audiences.filter((audience) => audience.application === application && audience.surface === surface);
  const parts = audiences.map((audience) => offersFor(world, audience));
  if (surface === 'desktop' && parts.some((offers) => offers.length === 0)) return null;
  return parts.map((offers) => offers.map((offer) => `${offer.version}@${offer.share * 100}`).join('+')).join(' ');
}
