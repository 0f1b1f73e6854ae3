import type { Command } from 'commander';
import { containmentLines } from './containment-commands.ts';
import { print, WrongUsage } from './output.ts';
import { detailLines, exposureLines, rolloutLine } from './rollout-lines.ts';
import type { Session } from './session.ts';

const presses = [
  [
    'carry-on',
    'rollouts.carryOn',
    'goes on with taking a release back on one target: tries a refused write again, looks at an unknown one now',
  ],
  ['settle', 'rollouts.settle', 'settles a target that is not contained: as taken back there, or left as it is; sends nothing'],
] as const;

/** `carry-on`, `settle`, `drift` and `exposure`: what is left to say of a release that is being taken back, or that somebody changed. */
export function addSettleCommands(program: Command, session: Session): void {
  for (const [name, call, description] of presses) {
    program
      .command(`${name} <rollout>`)
      .description(description)
      .requiredOption('--reason <text>', 'why; it goes into the audit log')
      .action(async (rolloutId: string, options: { reason: string }) => {
        await session.run(async (client, json) => {
          await client.call(call, { rolloutId, reason: options.reason });
          await client.settle();
          const { rollout } = await client.call('rollouts.get', { rolloutId });
          const { applicationId, version } = rollout;
          const state = await client.call('rollouts.containment', { applicationId, version });
          print(json, state, () => containmentLines(state));
        });
      });
  }
  addDrift(program, session);
  addExposure(program, session);
}

const choices = ['accept', 'restore'] as const;

function addDrift(program: Command, session: Session): void {
  program
    .command('drift <rollout> <choice>')
    .description('settles a drift: accept what the platform shows, or restore what Tidegate wrote')
    .requiredOption('--reason <text>', 'why; it goes into the audit log')
    .action(async (rolloutId: string, given: string, options: { reason: string }) => {
      await session.run(async (client, json) => {
        const choice = choices.find((one) => one === given);
        if (choice === undefined) throw new WrongUsage(`The choice is one of ${choices.join(', ')}, not ${given}.`);
        await client.call('rollouts.resolveDrift', { rolloutId, choice, reason: options.reason });
        await client.settle();
        const detail = await client.call('rollouts.get', { rolloutId });
        print(json, detail.rollout, () => [rolloutLine(detail.rollout), ...detailLines(detail).slice(1, 2)]);
      });
    });
}

function addExposure(program: Command, session: Session): void {
  program
    .command('exposure <application> <version>')
    .description('how many users have a release now and at most, on all targets together, and where the numbers come from')
    .action(async (applicationId: string, version: string) => {
      await session.run(async (client, json) => {
        const view = await client.call('rollouts.exposure', { applicationId, version });
        print(json, view, () => exposureLines(view));
      });
    });
}
