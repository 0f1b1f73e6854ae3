import type { JsonObject } from './json.ts';
import type { Surface } from './surface.ts';

/** A place users get an application from: one platform plus one channel or track. */
export interface Target {
  readonly id: string;
  readonly applicationId: string;
  readonly connectionId: string;
  readonly surface: Surface;
  readonly channel: string;
  readonly name: string;
  /** Checked by the adapter's target schema: site, track, package name, flag key … */
  readonly settings: JsonObject;
  /** Users reached at 100 %, null when nobody knows. */
  readonly population: number | null;
}
