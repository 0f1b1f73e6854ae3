import { Button } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import type { AuditVerdict } from '../../../main/contract/records.ts';
import { clockSeconds, count } from '../../format.ts';
import { useVerify, verifyChain } from '../../stores/verify.ts';
import classes from './audit.module.css';

/** The result of a check in words. */
export function verdictWords(verdict: AuditVerdict): string {
  if (verdict.ok) return `Chain intact: all ${count(verdict.entries)} entries fit the one before`;
  const place = verdict.firstBroken === null ? '' : ` at entry ${count(verdict.firstBroken)}`;
  return `Chain broken${place}: ${verdict.message}`;
}

/** Recomputes the hash of every entry and says what came out. */
export function VerifyChain() {
  const { checking, verdict, problem, at } = useVerify();
  return (
    <>
      <span role="status" className={classes.verdict}>
        {checking ? 'Recomputing every hash…' : null}
        {!checking && problem ? <span className={classes.broken}>▲ Not verified: {problem.message}</span> : null}
        {!checking && verdict ? (
          <span className={verdict.ok ? classes.intact : classes.broken}>
            <span aria-hidden>{verdict.ok ? '●' : '▲'}</span> {verdictWords(verdict)}
            {at === null ? null : <small> · {clockSeconds(at)}</small>}
          </span>
        ) : null}
      </span>
      <Button leftSection={<IconShieldCheck size={15} aria-hidden />} loading={checking} onClick={() => void verifyChain()}>
        Verify chain
      </Button>
    </>
  );
}
