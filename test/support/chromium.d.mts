export interface ChromiumLaunch {
  readonly executablePath?: string;
  readonly args: string[];
  readonly env?: Record<string, string>;
}

/**
 * Launch options for the browser that tests use: `TIDEGATE_CHROMIUM`, else Playwright's own download,
 * else (Linux x64) the headless shell inside @sparticuz/chromium.
 */
export function chromiumLaunch(): Promise<ChromiumLaunch>;
