/** An answer longer than the caller allowed. */
export class TooLong extends Error {
  readonly maxBytes: number;

  constructor(maxBytes: number) {
    super(`longer than ${maxBytes} bytes`);
    this.maxBytes = maxBytes;
  }
}

/** The body of an answer, read to its end. Throws `TooLong` as soon as it passes `maxBytes`, and stops the transfer. */
export async function readBody(response: Response, maxBytes: number): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array();
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joined(chunks, size);
    size += value.byteLength;
    if (size > maxBytes) {
      // Not waited for: a far side that does not stop must not hold us.
      void reader.cancel().catch(() => undefined);
      throw new TooLong(maxBytes);
    }
    chunks.push(value);
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
