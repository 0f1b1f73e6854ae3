import type { TestReport } from '../../../main/contract/connections.ts';
import { Loading, ProblemNote } from '../../parts/states.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import type { ConnectionTest } from '../../stores/connection-tests.ts';
import classes from './connections.module.css';

const marks = {
  ok: { sign: '✓', word: 'ok', tone: classes.good },
  missing: { sign: '▲', word: 'missing', tone: classes.bad },
  unknown: { sign: '◌', word: 'unknown', tone: classes.quiet },
} as const;

function markOf(ok: boolean | null): (typeof marks)[keyof typeof marks] {
  if (ok === null) return marks.unknown;
  return ok ? marks.ok : marks.missing;
}

/** Each right the connection needs: there, missing, or not to be known without using it. */
export function TestResult({ name, test }: { readonly name: string; readonly test: ConnectionTest }) {
  return (
    <div className={classes.test} role="status" aria-label={`Test of ${name}`}>
      {test.testing ? <Loading rows={2} label={`Testing ${name}`} /> : null}
      {test.problem ? <ProblemNote problem={test.problem} /> : null}
      {test.report ? <Report report={test.report} /> : null}
    </div>
  );
}

function summary(report: TestReport): string {
  const missing = report.lines.filter((line) => line.ok === false).length;
  const unknown = report.lines.filter((line) => line.ok === null).length;
  if (missing > 0) return missing === 1 ? 'One right is missing' : `${missing} rights are missing`;
  if (!report.ok) return 'It does not work yet';
  return unknown > 0 ? 'Everything that can be tried works' : 'Everything works';
}

function Report({ report }: { readonly report: TestReport }) {
  return (
    <>
      <div className={classes.testHead}>
        {summary(report)}
        <span className={classes.quiet}>
          , tested <RelativeTime at={report.at} />; nothing was changed there
        </span>
      </div>
      <ul className={classes.rights}>
        {report.lines.map((line) => {
          const mark = markOf(line.ok);
          return (
            <li key={line.what}>
              <span className={mark.tone}>
                <span aria-hidden>{mark.sign}</span> {mark.word}
              </span>
              <span>{line.what}</span>
              <span className={classes.quiet}>{line.detail}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
