import { Hono } from 'hono';
import { applications } from './catalogue.ts';
import { hasCodeFault } from './platforms/github-code.ts';
import { isoTime, type World } from './state.ts';
import type { FleetEnv } from './writes.ts';

/** The token the practice reports ask for. It opens nothing else. */
export const reportToken = 'practice-report-token';

/** `/reports/APPLICATION/VERSION`: what a build pipeline measured of a version: page speed, accessibility, end-to-end tests. */
export function reportRoutes(world: World): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>();
  app.use('*', async (c, next) => {
    if (c.req.header('authorization') === `Bearer ${reportToken}`) return await next();
    return c.json({ error: 'unauthorized' }, 401);
  });
  app.get('/', (c) => c.json({ applications: applications.map(({ id }) => id) }));
  app.get('/:application/:release', (c) => {
    const { application, release } = c.req.param();
    const site = world.state.sites.find((one) => one.application === application);
    const version = site?.versions.find((one) => one.version === release);
    if (version === undefined || !applications.some((one) => one.id === application)) return c.json({ error: 'not found' }, 404);
    const slow = hasCodeFault(world, application, 'slowPages');
    return c.json({
      release,
      at: isoTime(version.createTime),
      pages: ['/', '/settings'].map((url) => ({
        url,
        performance: slow ? 0.71 : 0.94,
        accessibility: 0.98,
        largestContentfulPaintMs: slow ? 4100 : 1900,
      })),
      tests: { total: 412, failed: 0 },
    });
  });
  return app;
}
