import { expect, type Page } from '@playwright/test';
import type { CallResult } from '../../main/contract/bridge.ts';

/** Calls the console through the page's own bridge. */
export async function call(ui: Page, name: string, input: object): Promise<CallResult<unknown>> {
  return await ui.evaluate(
    async ([calledName, given]) => {
      const bridge = Reflect.get(window, 'tidegate') as { call(name: string, input: unknown): Promise<CallResult<unknown>> };
      return await bridge.call(calledName, given);
    },
    [name, input] as const,
  );
}

export async function practise(ui: Page): Promise<void> {
  await ui.getByRole('button', { name: 'Start practising' }).click();
  await expect(ui.getByText('Nothing is rolling').first()).toBeVisible();
}

export async function play(ui: Page, scenario: string): Promise<void> {
  expect(await call(ui, 'practice.play', { scenario })).toMatchObject({ ok: true });
}
