import axe from 'axe-core';
import { notifications } from '@mantine/notifications';
import { flushSync } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import { expect } from 'vitest';
import type { Role } from '../../main/core/model/actor.ts';
import { closeContainment } from '../../renderer/stores/containment.ts';
import { closeEmergency } from '../../renderer/stores/emergency.ts';
import { App } from '../../renderer/app.tsx';
import type { FakeBridge } from './fake-bridge.ts';
import { createFakeBridge } from './fake-bridge.ts';
import { status } from './fixture/fleet.ts';

interface OpenOptions {
  readonly role?: Role;
  readonly needsSetup?: boolean;
  readonly practice?: boolean;
  /** A prepared bridge; the options above do not touch it. */
  readonly bridge?: FakeBridge;
  /** Changes answers before anything is asked. */
  readonly prepare?: (bridge: FakeBridge) => void;
}

let shown: { readonly root: Root; readonly place: HTMLElement } | null = null;

/** Opens the whole window at a path over a fresh fake bridge; the window of the test before is closed. */
export function openApp(
  path: string,
  { role = 'admin', needsSetup = false, practice = false, bridge: given, prepare }: OpenOptions = {},
): FakeBridge {
  shown?.root.unmount();
  shown?.place.remove();
  closeContainment();
  closeEmergency();
  notifications.clean();
  const bridge = given ?? createFakeBridge();
  if (!given) bridge.answer('fleet.status', () => ({ ...status, role, needsSetup, practice }));
  prepare?.(bridge);
  window.location.hash = path;
  const place = document.body.appendChild(document.createElement('div'));
  shown = { root: createRoot(place), place };
  // Drawn before it answers, so that a test may look at once.
  flushSync(() => shown?.root.render(<App link={bridge} />));
  return bridge;
}

/** Serious and critical faults that axe finds on the page, as readable lines. */
export async function seriousFaults(): Promise<string[]> {
  const { violations } = await axe.run(document.body, { resultTypes: ['violations'] });
  return violations
    .filter((violation) => violation.impact === 'serious' || violation.impact === 'critical')
    .map(
      (violation) =>
        `${violation.id}: ${violation.nodes.map((node) => `${node.target.join(' ')} (${node.any[0]?.message ?? ''})`).join(', ')}`,
    );
}

/** Fails with the readable lines of `seriousFaults`. */
export async function expectAccessible(): Promise<void> {
  expect(await seriousFaults()).toEqual([]);
}
