const statuses = {
  INVALID_ARGUMENT: { code: 400, reason: 'badRequest' },
  FAILED_PRECONDITION: { code: 400, reason: 'failedPrecondition' },
  UNAUTHENTICATED: { code: 401, reason: 'authError' },
  PERMISSION_DENIED: { code: 403, reason: 'forbidden' },
  NOT_FOUND: { code: 404, reason: 'notFound' },
  ALREADY_EXISTS: { code: 409, reason: 'alreadyExists' },
} as const;

export type GoogleStatus = keyof typeof statuses;

/** A refusal as Google APIs word it. */
export class GoogleRefusal extends Error {
  readonly status: GoogleStatus;

  constructor(status: GoogleStatus, message: string) {
    super(message);
    this.status = status;
  }

  response(): Response {
    const { code, reason } = statuses[this.status];
    const errors = [{ domain: 'global', reason, message: this.message }];
    return Response.json({ error: { code, message: this.message, status: this.status, errors } }, { status: code });
  }
}

export function refuse(status: GoogleStatus, message: string): never {
  throw new GoogleRefusal(status, message);
}
