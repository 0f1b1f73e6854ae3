import { expect, test } from 'vitest';
import { createKeyRing, type Pass } from '../../main/doors/keys.ts';

const pass: Pass = { role: 'operator', trigger: 'cli', intakeOnly: false };

test('design 5 makes long keys that differ, and knows only its own', () => {
  const ring = createKeyRing();
  const keys = Array.from({ length: 50 }, () => ring.issue(pass, false));
  expect(new Set(keys).size).toBe(50);
  expect(keys.every((key) => key.length >= 32)).toBe(true);
  expect(keys.map((key) => ring.look(key))).toEqual(keys.map(() => pass));
  expect(createKeyRing().look(keys[0] ?? '')).toBeNull();
  expect(ring.look('')).toBeNull();
});

test('design 5 uses a one-time key up, and never takes it for a lasting one', () => {
  const ring = createKeyRing();
  const key = ring.issue(pass, true);
  expect(ring.look(key)).toBeNull();
  expect(ring.spend(key)).toEqual(pass);
  expect(ring.spend(key)).toBeNull();
  expect(ring.spend(ring.issue(pass, false))).toBeNull();
});

test('R5.5 takes a key that was chosen elsewhere', () => {
  const ring = createKeyRing();
  ring.admit('from the vault', { role: 'viewer', trigger: 'webhook', intakeOnly: true });
  expect(ring.look('from the vault')).toMatchObject({ intakeOnly: true });
});

test('design 5 keeps no key in readable form', () => {
  const ring = createKeyRing();
  expect(JSON.stringify(ring)).not.toContain(ring.issue(pass, false));
});
