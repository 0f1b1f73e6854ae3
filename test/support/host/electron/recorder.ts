/** One thing the app asked the desktop to do. */
export interface DesktopCall {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** In order; specs read it through `desktop.calls()`. */
export const calls: DesktopCall[] = [];

export function record(name: string, ...args: unknown[]): void {
  calls.push({ name, args: args.map(plain) });
}

function plain(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return String(value);
  }
}
