import { z } from 'zod';
import { changes, reads } from './call.ts';
import { Reason } from './shapes.ts';

const Ms = z.number();
const Times = z.object({ P0: Ms, P1: Ms, P2: Ms, P3: Ms });

/** Within which time somebody has to acknowledge an incident, by severity, ms; `usual` are those that Tidegate comes with. */
export const ResponseTimes = z.object({ times: Times, usual: Times });
export type ResponseTimes = z.infer<typeof ResponseTimes>;

export const responseTimes = {
  'incidents.responseTimes': reads('viewer', z.object({}), ResponseTimes),
  /** Counts for clocks that begin from now on. Whole minutes, from 1 minute to 30 days, and none shorter than that of a worse severity. */
  'incidents.saveResponseTimes': changes('admin', z.object({ times: Times, reason: Reason }), ResponseTimes),
} as const;
