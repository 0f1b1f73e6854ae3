import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { planDetails, planVersions } from '../support/fixture/desk.ts';
import { expectAccessible, openApp } from '../support/open-app.tsx';

const own = planDetails[0];
const editor = page.getByRole('textbox', { name: 'Text of the plan' });
const save = page.getByRole('button', { name: 'Save', exact: true });

/** Puts the caret at the end of the line that holds `piece`, and types. */
async function typeBehind(piece: string, keys: string): Promise<void> {
  await expect.element(editor).toBeVisible();
  const line = [...document.querySelectorAll('.cm-line')].find((one) => one.textContent?.includes(piece));
  if (!line) throw new Error(`No line with ${piece} is shown`);
  await userEvent.click(line);
  await userEvent.keyboard(`{End}${keys}`);
}

async function underlined(): Promise<string[]> {
  await expect.poll(() => document.querySelectorAll('.cm-lintRange-error').length).toBeGreaterThan(0);
  return [...document.querySelectorAll('.cm-lintRange-error')].map((one) => one.textContent ?? '');
}

describe('Plans', () => {
  beforeEach(() => page.viewport(1280, 800));

  test('design 3 lists the own plans and the presets with stages, gates and problems', async () => {
    openApp('/plans');
    await expect.element(page.getByRole('region', { name: 'My plans' })).toMatchTextContent(/1 problem/);
    await expect.element(page.getByRole('region', { name: 'Presets' })).toMatchTextContent(/canary-24h/);
    await expect.element(page.getByRole('img', { name: /^10.%, watched 8.h; 50.%/ }).first()).toBeVisible();
    await expectAccessible();
  });

  test('design 3 begins a new plan from a preset, named after its file', async () => {
    const bridge = openApp('/plans');
    await page.getByRole('button', { name: 'New plan…' }).click();
    const name = page.getByRole('textbox', { name: /File name/ });
    await name.fill('practice.yaml');
    await expect.element(page.getByText('practice.yaml exists already; choose another name')).toBeVisible();
    await expectAccessible();
    await name.fill('night.yaml');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await expect.poll(() => bridge.seenOf('plans.save')[0]?.input).toMatchObject({ file: 'night.yaml', basedOn: null });
    expect(bridge.seenOf('plans.save')[0]?.input).toMatchObject({ text: expect.stringMatching(/^name: night$/m) });
    await expect.poll(() => window.location.hash).toBe('#/plans/night.yaml');
  });

  test('design 3 shows a preset read only and uses it as a start under a free name', async () => {
    const bridge = openApp('/plans/practice.yaml');
    await expect.element(editor).toHaveAttribute('aria-readonly', 'true');
    await expect.element(page.getByText('In every stage:')).toBeVisible();
    await page.getByRole('button', { name: 'Use as a start…' }).click();
    await expect.element(page.getByRole('textbox', { name: /File name/ })).toHaveValue('my-practice.yaml');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await expect.poll(() => bridge.seenOf('plans.save')[0]?.input).toMatchObject({ file: 'my-practice.yaml', basedOn: null });
    await expect.poll(() => window.location.hash).toBe('#/plans/my-practice.yaml');
  });

  test('design 3 underlines a problem in its line and goes there from the list', async () => {
    openApp('/plans/broken.yaml');
    await expect.element(editor).toBeVisible();
    expect(await underlined()).toEqual(['evry']);
    await page.getByRole('button', { name: /line 4, column 1/ }).click();
    await expect.element(editor).toHaveFocus();
    await expect.poll(() => document.querySelector('.cm-activeLine')?.textContent).toContain('evry');
    await expectAccessible();
  });

  test('design 3 checks while typing, explains and draws along, and saves only what has no problem', async () => {
    const bridge = openApp('/plans/my-canary.yaml');
    await expect.element(editor).toBeVisible();
    await expect.element(save).toBeDisabled();
    await typeBehind('every: 15m', 'onth');
    await expect.element(page.getByText('changed, has problems')).toBeVisible();
    expect((await underlined())[0]).toContain('15month');
    await expect.element(save).toBeDisabled();
    await expect.element(page.getByRole('region', { name: 'Stages' })).toMatchTextContent(/before the problems/);
    await userEvent.keyboard('{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}7m');
    await expect.element(page.getByText(/Reads metrics every 7.min/)).toBeVisible();
    await userEvent.keyboard('{Control>}s{/Control}');
    await expect.poll(() => bridge.seenOf('plans.save')).toHaveLength(1);
    const text = own?.text.replace('every: 15m', 'every: 7m');
    expect(bridge.seenOf('plans.save')[0]?.input).toEqual({ file: 'my-canary.yaml', text, basedOn: own?.hash });
  });

  test('design 3 offers the keys a block lacks with what they mean, then the words they allow', async () => {
    openApp('/plans/my-canary.yaml');
    await typeBehind('baselineWindow: 6h', '{Enter}roll');
    const offers = page.getByRole('listbox', { name: 'Completions' });
    await expect.element(offers.getByRole('option', { name: /rollbackScope/ })).toBeVisible();
    await expect.element(page.getByText('release takes every target of the release back together; the default')).toBeVisible();
    await expect.poll(() => document.querySelector('.cm-tooltip-autocomplete li[aria-selected]')?.textContent).toContain('rollbackScope');
    await page.getByRole('option', { name: /rollbackScope/ }).click();
    await expect.element(page.getByRole('option', { name: 'target' })).toBeVisible();
    await expectAccessible();
    await page.getByRole('option', { name: 'target' }).click();
    await expect.element(editor).toMatchTextContent(/rollbackScope: target/);
  });

  test('design 3 lets the keyboard leave the text: Escape, then Tab', async () => {
    openApp('/plans/my-canary.yaml');
    await typeBehind('every: 15m', '');
    await userEvent.keyboard('{Tab}');
    await expect.element(editor).toHaveFocus();
    await userEvent.keyboard('{Escape}{Tab}');
    await expect.element(editor).not.toHaveFocus();
  });

  test('design 2.6 lets an operator read a plan, not change it', async () => {
    openApp('/plans/my-canary.yaml', { role: 'operator' });
    await expect.element(editor).toHaveAttribute('aria-readonly', 'true');
    await expect.element(page.getByText('Needs the role admin; yours is operator')).toBeVisible();
  });
});

describe('a changed plan', () => {
  beforeEach(() => page.viewport(1280, 800));

  test('design 3 is not left behind without a question', async () => {
    openApp('/plans/my-canary.yaml');
    await typeBehind('every: 15m', '{Enter}# a note');
    await page.getByRole('link', { name: 'Home' }).click();
    await expect.element(page.getByRole('dialog', { name: 'Leave without saving?' })).toBeVisible();
    expect(window.location.hash).toBe('#/plans/my-canary.yaml');
    await page.getByRole('button', { name: 'Keep editing' }).click();
    await expect.element(editor).toMatchTextContent(/# a note/);
    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByRole('button', { name: 'Leave without saving' }).click();
    await expect.poll(() => window.location.hash).toBe('#/');
  });

  test('design 3 can be saved on the way out', async () => {
    const bridge = openApp('/plans/my-canary.yaml');
    await typeBehind('every: 15m', '{Enter}# a note');
    await expect.element(save).toBeEnabled();
    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByRole('button', { name: 'Save and leave' }).click();
    await expect.poll(() => window.location.hash).toBe('#/');
    expect(bridge.seenOf('plans.save')).toHaveLength(1);
  });

  test('design 2.1 says so when the file was saved by somebody else meanwhile, and lets the person choose', async () => {
    const bridge = openApp('/plans/my-canary.yaml');
    await typeBehind('every: 15m', '{Enter}# a note');
    if (!own) throw new Error('The fixture has no plan');
    const stored = own;
    const theirs = own.text.replace('bake: 8h', 'bake: 2h');
    bridge.answer('plans.get', () => ({ ...stored, text: theirs, hash: 'ffff' }));
    bridge.push({ table: 'reload', what: 'plans' });
    await expect.element(page.getByText(/saved by somebody else since you began/)).toBeVisible();
    await page.getByRole('button', { name: 'Keep my text' }).click();
    await save.click();
    await expect.poll(() => bridge.seenOf('plans.save')[0]?.input).toMatchObject({ basedOn: 'ffff' });
  });
});

describe('versions of a plan', () => {
  beforeEach(() => page.viewport(1280, 800));

  test('design 3 lists them with who, when, what changed and which rollouts ran, and shows differences', async () => {
    openApp('/plans/my-canary.yaml?show=versions');
    const list = page.getByRole('region', { name: 'Versions', exact: true });
    await expect.element(list).toMatchTextContent(/in the file now.*\+2 −2Anna, 1.h ago/);
    await expect.element(list.getByRole('link', { name: 'Pryde 1.2.3, Web' })).toBeVisible();
    const lines = page.getByRole('textbox', { name: 'Differences, line by line' });
    await expect.element(lines).toMatchTextContent(/red: 5 %/);
    await expect.poll(() => document.querySelector('.cm-deletedChunk')?.textContent).toContain('red: 4 %');
    await expectAccessible();
    await page.getByText('Side by side').click();
    await expect.element(page.getByRole('textbox', { name: 'Text before' })).toMatchTextContent(/bake: 4h/);
    await expect.element(page.getByRole('textbox', { name: 'Text after' })).toMatchTextContent(/bake: 8h/);
  });

  test('design 3 restores one by saving its text again', async () => {
    const bridge = openApp('/plans/my-canary.yaml?show=versions');
    await page.getByRole('button', { name: 'Restore' }).first().click();
    await expect.poll(() => bridge.seenOf('plans.save')[0]?.input).toMatchObject({ file: 'my-canary.yaml', basedOn: own?.hash });
    expect(bridge.seenOf('plans.version').at(-1)?.input).toEqual({ file: 'my-canary.yaml', hash: planVersions[1]?.hash });
  });

  test('design 3 renames the file, which then opens under its new name', async () => {
    const bridge = openApp('/plans/my-canary.yaml');
    await page.getByRole('button', { name: 'More for this file' }).click();
    await page.getByRole('menuitem', { name: 'Rename…' }).click();
    await page.getByRole('textbox', { name: /File name/ }).fill('calm.yaml');
    await page.getByRole('button', { name: 'Rename', exact: true }).click();
    await expect.poll(() => bridge.seenOf('plans.rename')[0]?.input).toEqual({ file: 'my-canary.yaml', to: 'calm.yaml' });
    await expect.poll(() => window.location.hash).toBe('#/plans/calm.yaml');
  });
});
