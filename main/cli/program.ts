import { Command } from 'commander';
import { addAftermathCommands } from './aftermath-commands.ts';
import { addBundleCommands } from './bundle-commands.ts';
import { addContainmentCommands } from './containment-commands.ts';
import { addDispatchCommands } from './dispatch-commands.ts';
import { addDrillCommand } from './drill-command.ts';
import { addExplainCommand } from './explain-command.ts';
import { addEmergencyCommand } from './emergency-command.ts';
import { addFleetCommands } from './fleet-commands.ts';
import { addGithubActCommands } from './github-act-commands.ts';
import { addHealthCommand } from './health-command.ts';
import { addHistoryCommands } from './history-commands.ts';
import { addHookCommands } from './hook-commands.ts';
import { addKeysCommand } from './keys-command.ts';
import { addOpenCommand } from './open-command.ts';
import { addIncidentCommands } from './incident-commands.ts';
import { exitCodeHelp, exitCodes } from './output.ts';
import { addPressCommands } from './press-commands.ts';
import { addRecordCommands } from './record-commands.ts';
import { addSafetyCommands } from './safety-commands.ts';
import { createSession, type GlobalOptions } from './session.ts';
import { addResponseTimesCommand } from './response-times-command.ts';
import { tidegateVersion } from '../paths.ts';

const program = new Command('tidegate')
  .description('release console for the engineer on call')
  .version(tidegateVersion())
  .option('--json', 'print JSON')
  .option('--workspace <folder>', 'where everything is kept (default: TIDEGATE_WORKSPACE, else your data folder)')
  .option('--idempotency-key <key>', 'a press with the same key and the same words is answered from the first one for 24 h')
  .showHelpAfterError()
  .exitOverride((error) => {
    process.exit(error.exitCode === 0 ? exitCodes.done : exitCodes.usage);
  })
  .addHelpText('afterAll', exitCodeHelp);

const session = createSession(() => program.opts<GlobalOptions>());
addFleetCommands(program, session);
addHealthCommand(program, session);
addPressCommands(program, session);
addContainmentCommands(program, session);
addEmergencyCommand(program, session);
addGithubActCommands(program, session);
addDispatchCommands(program, session);
addHookCommands(program, session);
addKeysCommand(program, session);
addResponseTimesCommand(program, session);
addIncidentCommands(program, session);
addAftermathCommands(program, session);
addBundleCommands(program, session);
addRecordCommands(program, session);
addSafetyCommands(program, session);
addHistoryCommands(program, session);
addExplainCommand(program, session);
addOpenCommand(program, session);
addDrillCommand(program, session);
for (const command of [...program.commands, ...program.commands.flatMap((one) => [...one.commands])]) {
  // Accepted after the command's name too: people type it there.
  command.option('--json', 'print JSON').on('option:json', () => program.setOptionValue('json', true));
  command
    .option('--idempotency-key <key>', 'repeats under the same key are answered from the first press')
    .on('option:idempotency-key', (key: string) => program.setOptionValue('idempotencyKey', key));
  command.exitOverride((error) => process.exit(error.exitCode === 0 ? exitCodes.done : exitCodes.usage));
}
await program.parseAsync();
