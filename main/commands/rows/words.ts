import type { Operation } from '../../core/model/operation.ts';
import type { PlatformState } from '../../core/model/platform-state.ts';
import { listInWords } from '../../core/words.ts';

/** An operation as people say it. */
export function operationInWords(operation: Operation, before: PlatformState | null): string {
  switch (operation.op) {
    case 'expose':
      return `${before?.version === operation.version ? `${before.percent ?? '?'} % → ` : ''}${operation.percent} %${besides(operation.segments ?? [])} on ${operation.version}`;
    case 'halt':
      return `stop offering ${operation.version}`;
    case 'resume':
      return `offer ${operation.version} again at ${operation.percent} %`;
    case 'rollback':
      return operation.toVersion === null ? `take ${operation.version} back` : `${operation.version} → ${operation.toVersion}`;
    case 'unpublish':
      return `unpublish ${operation.version}`;
  }
}

function besides(segments: readonly string[]): string {
  return segments.length === 0 ? '' : ` and ${segments.length === 1 ? 'segment' : 'segments'} ${listInWords(segments)}`;
}

/** What a platform shows, in a few words. */
export function stateInWords(
  state: { readonly version: string | null; readonly percent: number | null; readonly status: string } | null,
): string | null {
  if (state === null) return null;
  if (state.version === null && state.percent === 0) return 'off for everyone';
  const share = state.percent === null ? '' : ` at ${state.percent} %`;
  return `${state.version ?? 'nothing'}${share} (${state.status})`;
}

/** Elapsed time in the largest unit that fits: `4 min`, `3 h`. */
export function elapsed(ms: number): string {
  if (ms < 60_000) return `${Math.max(0, Math.round(ms / 1000))} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  if (ms < 48 * 3_600_000) return `${Math.round(ms / 3_600_000)} h`;
  return `${Math.round(ms / 86_400_000)} d`;
}
