import type { Command } from 'commander';
import type { AnswerOf } from '../contract/index.ts';
import type { DeliveryRow } from '../contract/recovery.ts';
import { recoveryLines } from '../core/recovery/index.ts';
import { durationInWords } from '../core/words.ts';
import { addIncidentStateCommands, addTimelineCommands } from './incident-room-commands.ts';
import { print, table } from './output.ts';
import { addPlaybookCommands } from './playbook-commands.ts';
import type { Session } from './session.ts';

function subjectName({ applicationName, version }: AnswerOf<'incidents.list'>[number]): string {
  return version === null ? applicationName : `${applicationName} ${version}`;
}

function listLines(rows: AnswerOf<'incidents.list'>): string[] {
  if (rows.length === 0) return ['no incidents'];
  return table(
    rows.map((row) => [
      row.id,
      row.severity,
      subjectName(row),
      row.closedAt === null ? 'open' : 'closed',
      new Date(row.openedAt).toISOString(),
      row.title,
    ]),
  );
}

function detailLines({ incident, evidence, recovery }: AnswerOf<'incidents.get'>): string[] {
  const users = evidence.usersAffected === null ? 'unknown' : String(Math.round(evidence.usersAffected));
  const who = incident.acknowledgedBy;
  const due = new Date(incident.dueAt).toISOString();
  return [
    `${incident.severity} ${subjectName(incident)} ${incident.closedAt === null ? 'open' : 'closed'}: ${incident.title}`,
    `targets ${evidence.targets.join(', ') || 'none recorded'}; users affected ${users}`,
    who === null
      ? `nobody has acknowledged it; due ${due}`
      : `${who.name} acknowledged it ${new Date(incident.acknowledgedAt ?? 0).toISOString()}`,
    ...recoveryLines(recovery),
  ];
}

function deliveryCells(row: DeliveryRow): string[] {
  const rate = row.changeFailureRate === null ? '—' : `${Math.round(row.changeFailureRate * 1000) / 10} %`;
  const took = row.failedDeploymentRecoveryMs === null ? '—' : durationInWords(row.failedDeploymentRecoveryMs);
  return [
    row.practice ? `${row.applicationName} (practice)` : row.applicationName,
    `${row.days} d`,
    `${row.deployments}`,
    `${row.failed}`,
    rate,
    took,
    `${row.prevented}`,
  ];
}

const deliveryHead = ['application', 'over', 'deployments', 'failed', 'change-failure rate', 'recovery time', 'stopped early by gates'];

/** `incidents`, `incident` and `delivery`: what went wrong, how the recovery split up, and how often releases fail. */
export function addIncidentCommands(program: Command, session: Session): void {
  program
    .command('incidents')
    .description('incidents of this workspace, newest first')
    .action(async () => {
      await session.run(async (client, json) => {
        const rows = await client.call('incidents.list', {});
        print(json, rows, () => listLines(rows));
      });
    });
  const incident = program
    .command('incident <id>')
    .description('one incident with its recovery, from the first user who had the release to recovered')
    .action(async (incidentId: string) => {
      await session.run(async (client, json) => {
        const detail = await client.call('incidents.get', { incidentId });
        print(json, detail, () => detailLines(detail));
      });
    });
  addIncidentStateCommands(incident, session);
  addTimelineCommands(incident, session);
  addPlaybookCommands(program, incident, session);
  program
    .command('delivery')
    .description('change-failure rate and failed-deployment recovery time of each application over 30 and 90 days')
    .action(async () => {
      await session.run(async (client, json) => {
        const rows = await client.call('incidents.delivery', {});
        print(json, rows, () => table([deliveryHead, ...rows.map(deliveryCells)]));
      });
    });
}
