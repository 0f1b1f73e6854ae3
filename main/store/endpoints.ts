import type { Json } from '../core/model/json.ts';
import type { Reader, Writer } from './handles.ts';
import { getSetting, putSetting } from './settings.ts';

/** Where an application, or one of its targets, says how it is. */
export interface Endpoint {
  readonly applicationId: string;
  /** Null: the application as a whole. */
  readonly targetId: string | null;
  readonly healthUrl: string;
  /** Text its answer must contain; null when any 2xx will do. */
  readonly text: string | null;
}

const key = 'endpoints';

function isEndpoint(value: Json): value is Json & Endpoint {
  return typeof value === 'object' && value !== null && 'applicationId' in value && 'healthUrl' in value;
}

export function listEndpoints(reader: Reader, applicationId?: string): Endpoint[] {
  const stored = getSetting(reader, key);
  if (!Array.isArray(stored)) return [];
  return stored
    .filter(isEndpoint)
    .map(({ applicationId: of, targetId, healthUrl, text }) => ({ applicationId: of, targetId, healthUrl, text }))
    .filter((one) => applicationId === undefined || one.applicationId === applicationId);
}

/** Keeps an endpoint in the place of the former one of the same application and target; null removes that. */
export function saveEndpoint(writer: Writer, place: Pick<Endpoint, 'applicationId' | 'targetId'>, endpoint: Endpoint | null): void {
  const others = listEndpoints(writer).filter((one) => one.applicationId !== place.applicationId || one.targetId !== place.targetId);
  const all = endpoint === null ? others : [...others, endpoint];
  putSetting(
    writer,
    key,
    all.map((one) => ({ ...one })),
  );
}
