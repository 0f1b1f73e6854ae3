import type { Operation } from './model/operation.ts';

/** What an operation asks of a platform, as people say it, without a full stop. */
export function operationInWords(operation: Operation): string {
  const { version } = operation;
  switch (operation.op) {
    case 'expose': {
      const groups = operation.segments ?? [];
      return `Give ${version} to ${operation.percent} % of users${groups.length === 0 ? '' : ` and to all of ${groups.join(', ')}`}`;
    }
    case 'halt':
      return `Offer ${version} to nobody new`;
    case 'resume':
      return `Offer ${version} again to ${operation.percent} % of users`;
    case 'rollback':
      return operation.toVersion === null ? `Take ${version} back` : `Take ${version} back to ${operation.toVersion}`;
    case 'unpublish':
      return `Take ${version} out of sight`;
  }
}
