import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import type { DrillRow } from '../../../main/contract/drills.ts';
import { count } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import table from '../../parts/table.module.css';
import { RelativeTime } from '../../parts/time.tsx';
import { drillList } from '../../stores/drills.ts';
import { ask } from '../../stores/feed.ts';
import { href } from '../../stores/router.ts';
import { tellDone, tellProblem } from '../../stores/tell.ts';
import { stateWords, took } from './words.ts';

const everything = {};
const everybody = 'Everybody';

async function copyCsv(): Promise<void> {
  const result = await ask('drills.csv', {});
  if (!result.ok) {
    tellProblem('Not copied', result.problem);
    return;
  }
  try {
    await navigator.clipboard.writeText(result.answer.text);
    tellDone('The record is copied as CSV');
  } catch {
    tellProblem('Not copied', {
      code: 'refused',
      message: 'The system did not let Tidegate use the clipboard. The command drills --csv prints it.',
    });
  }
}

function Line({ drill }: { readonly drill: DrillRow }) {
  const state = stateWords[drill.state];
  return (
    <tr className={table.open}>
      <td className={table.nowrap}>
        <a className={table.link} href={href(`/drills?drill=${encodeURIComponent(drill.id)}`)}>
          {drill.person}
        </a>
      </td>
      <td>{drill.title}</td>
      <td className={table.muted}>{drill.planName}</td>
      <td className={`${table.nowrap} ${table.muted}`}>
        <RelativeTime at={drill.startedAt} />
      </td>
      <td className={table.number}>{took(drill.pressMs)}</td>
      <td className={table.number}>{took(drill.containedMs)}</td>
      <td className={table.number}>{took(drill.totalMs)}</td>
      <td className={table.number}>{count(drill.exposedUsersMax)}</td>
      <td className={table.nowrap}>
        <span aria-hidden>{state.mark}</span> {state.words}
      </td>
    </tr>
  );
}

function Table({ rows }: { readonly rows: readonly DrillRow[] }) {
  const numbers = ['Detected to press', 'Press to contained', 'Fault to contained', 'Users at most'];
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col">What</th>
            <th scope="col">Plan</th>
            <th scope="col">When</th>
            {numbers.map((name) => (
              <th key={name} scope="col" className={table.number}>
                {name}
              </th>
            ))}
            <th scope="col">Result</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((drill) => (
            <Line key={drill.id} drill={drill} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Every drill of this workspace, newest first, or those of one person. It opens without a network. */
export function RecordCard() {
  const { answer, problem, loading, askAgain } = drillList.use(everything);
  const [person, setPerson] = useState(everybody);
  const people = [...new Set((answer ?? []).map((drill) => drill.person))].toSorted();
  const rows = (answer ?? []).filter((drill) => person === everybody || drill.person === person);
  return (
    <Card
      title="Record of drills"
      aside={
        <>
          <Select
            aria-label="Whose drills"
            size="xs"
            w={160}
            allowDeselect={false}
            data={[everybody, ...people]}
            value={person}
            onChange={(chosen) => setPerson(chosen ?? everybody)}
          />
          <Button disabled={(answer ?? []).length === 0} onClick={() => void copyCsv()}>
            Copy as CSV
          </Button>
        </>
      }
    >
      {problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {answer === null && loading ? <Loading rows={4} label="Loading the record" /> : null}
      {rows.length > 0 ? <Table rows={rows} /> : null}
      {answer !== null && answer.length === 0 ? (
        <Empty title="No drill so far">
          What is rehearsed here stays apart from real incidents: it counts in no delivery number and in no audit of a release.
        </Empty>
      ) : null}
    </Card>
  );
}
