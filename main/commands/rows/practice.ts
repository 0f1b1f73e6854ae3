import { getSetting } from '../../store/settings.ts';
import type { Reader } from '../../store/open.ts';

/** Setting under which the practice fleet names its applications. */
export const practiceSetting = 'practiceApplications';

/** Applications of the practice fleet: what happens to them is rehearsal, and counts for nothing else. */
export function practiceApplications(reader: Reader): ReadonlySet<string> {
  const named = getSetting(reader, practiceSetting);
  return new Set(Array.isArray(named) ? named.filter((one) => typeof one === 'string') : []);
}
