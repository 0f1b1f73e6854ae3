import { AdapterError } from './errors.ts';
import type { HttpClient } from './http/client.ts';

/** What a health endpoint of an application said. */
export interface EndpointAnswer {
  readonly ok: boolean;
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
  readonly says: string;
}

/** Longest wait for an application that is asked how it is, ms. */
const patienceMs = 10_000;

/** Asks an application how it is: healthy when it answers 2xx, and names `text` where one is wanted. Never throws. */
export async function askEndpoint(http: HttpClient, url: string, text: string | null): Promise<EndpointAnswer> {
  try {
    const answer = await http.send({ method: 'GET', url, timeoutMs: patienceMs });
    const { status } = answer;
    if (status < 200 || status > 299) return { ok: false, status, says: `Answered ${status}.` };
    if (text !== null && !answer.text.includes(text)) return { ok: false, status, says: `Answered ${status}, without "${text}" in it.` };
    return { ok: true, status, says: text === null ? `Answered ${status}.` : `Answered ${status}, with "${text}".` };
  } catch (error) {
    const why = error instanceof AdapterError ? error.message : String(error);
    return { ok: false, status: null, says: `No answer: ${why}` };
  }
}
