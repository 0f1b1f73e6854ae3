// Takes pictures from the practice fleet: `npm run screenshots` those of README.md, `npm run screenshots -- FOLDER` all of them, and
// `npm run screenshots -- FOLDER drill recovery` only those of the named sessions.
import { aftermath } from './pictures/aftermath.ts';
import { session } from './pictures/camera.ts';
import { day } from './pictures/day.ts';
import { drill } from './pictures/drill.ts';
import { noWayBack, refused } from './pictures/hard-cases.ts';
import { recovery } from './pictures/recovery.ts';

const sessions = new Map([
  ['day', () => session(day)],
  ['refused', () => session(refused)],
  ['noWayBack', () => session(noWayBack)],
  ['drill', () => session(drill)],
  ['aftermath', () => session(aftermath)],
  ['recovery', recovery],
]);

const named = process.argv.slice(3);
const unknown = named.filter((name) => !sessions.has(name));
if (unknown.length > 0) throw new Error(`There is no session ${unknown.join(', ')}; there are ${[...sessions.keys()].join(', ')}.`);
for (const [name, take] of sessions) if (named.length === 0 || named.includes(name)) await take();
