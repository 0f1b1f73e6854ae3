import type { Command } from 'commander';
import type { DecisionProof } from '../contract/records.ts';
import { verdictMarks } from './marks.ts';
import { exitCodes, print, table } from './output.ts';
import type { Session } from './session.ts';

function time(at: number): string {
  return new Date(at).toISOString();
}

function snapshotLines({ snapshot }: DecisionProof): string[] {
  if (snapshot === null) return [];
  const share = snapshot.percent === null ? '' : ` at ${snapshot.percent} %`;
  const metrics = snapshot.metrics.map((one) => [
    `  ${one.metric}`,
    `${one.readings} readings`,
    one.newest === null ? 'none yet' : `newest ${Number(one.newest.toPrecision(6))}`,
    one.newestAt === null ? '' : time(one.newestAt),
  ]);
  return [
    `snapshot ${snapshot.hash.slice(0, 16)} of ${time(snapshot.at)}`,
    `  ${snapshot.release} on ${snapshot.target}${share}, stage ${snapshot.stage ?? 'none yet'}, plan ${snapshot.planName} (${snapshot.planHash.slice(0, 12)})`,
    ...table(metrics),
  ];
}

function proofLines(proof: DecisionProof): string[] {
  const { decision, conclusion, verdicts, compared, differences } = proof;
  const head = `${decision.id}: ${decision.kind} (${decision.cause}) by ${decision.actor.name} at ${time(decision.at)}`;
  if (conclusion === null) return [head, `  ${decision.reason}`, proof.why ?? ''];
  const shadow = (one: { readonly shadow: boolean }): string => (one.shadow ? ' (shadow)' : '');
  const verdictLines = verdicts.map((one) => `  ${verdictMarks[one.kind]} ${one.kind.padEnd(9)} ${one.title}${shadow(one)}: ${one.reason}`);
  const result =
    differences.length === 0
      ? [`computed again: equal to the record in all ${compared.length} fields (${compared.join(', ')})`]
      : [
          `computed again: ${differences.length} of ${compared.length} fields differ from the record`,
          ...differences.flatMap((one) => [`  ${one.field}:`, `    recorded:   ${one.recorded}`, `    recomputed: ${one.recomputed}`]),
        ];
  return [
    head,
    ...snapshotLines(proof),
    verdictLines.length === 0 ? 'no verdicts: no stage was entered yet' : 'verdicts',
    ...verdictLines,
    `conclusion: ${conclusion.kind} (${conclusion.cause})${conclusion.recommendation ? ', as a recommendation' : ''}`,
    `  ${conclusion.reason}`,
    ...conclusion.steps.map((step) => `  ${step}`),
    ...result,
  ];
}

/** `explain`: a recorded decision, computed again from its snapshot. */
export function addExplainCommand(program: Command, session: Session): void {
  program
    .command('explain <decision>')
    .description('prints why a decision was made and proves it: computed again, it equals the record; exit code 1 when it does not')
    .action(async (decisionId: string) => {
      await session.run(async (client, json) => {
        const proof = await client.call('decisions.explain', { decisionId });
        print(json, { ...proof, equal: proof.conclusion === null ? null : proof.differences.length === 0 }, () => proofLines(proof));
        if (proof.differences.length > 0) process.exitCode = exitCodes.failed;
      });
    });
}
