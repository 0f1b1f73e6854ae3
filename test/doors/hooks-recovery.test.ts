import { expect, test } from 'vitest';
import { putSetting } from '../../main/store/settings.ts';
import { recoveryKey } from '../../main/store/recovery-state.ts';
import { githubBody, githubHeaders, openHookDoor } from '../support/hook-door.ts';

test('R1.9 acts on no message while the workspace is in recovery, and says so', async () => {
  const door = await openHookDoor();
  const hook = await door.create('github');
  putSetting(door.bench.store.writer, recoveryKey, { at: 1 });
  const body = githubBody(door.bench.clock.now());
  const answer = await door.send({ path: hook.path, headers: githubHeaders(hook.secret, body), body });
  expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('in recovery')]);
  expect(door.acted()).toEqual([]);
  await door.close();
});
