import { Button, Menu, SegmentedControl, Textarea } from '@mantine/core';
import { IconDownload, IconFileTypePdf, IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import type { Postmortem } from '../../../main/contract/aftermath.ts';
import { longestPostmortem } from '../../../main/contract/aftermath.ts';
import type { IncidentDetail } from '../../../main/contract/incidents.ts';
import { postmortemHtml, withCharts } from '../../../main/core/postmortem/index.ts';
import { Card } from '../../parts/card.tsx';
import { Loading, Note, Problem, ProblemNote } from '../../parts/states.tsx';
import { DueTime } from '../../parts/time.tsx';
import { postmortemStore } from '../../stores/aftermath.ts';
import { useLeaveGuard } from '../../stores/leave-guard.ts';
import { useReadOnly } from '../../stores/read-only.ts';
import { useRoleNote } from '../../stores/status.ts';
import { saveFile } from '../backtest/save-file.ts';
import { PostmortemClose } from './postmortem-close.tsx';
import classes from './postmortem.module.css';
import { printPage } from './print-page.ts';
import { subjectName } from './story.ts';
import { makesPdf, savePdf } from './save-pdf.ts';
import { useWording } from './use-wording.ts';
import { Wordings } from './wordings.tsx';

/** What was learnt: drafted from the record, finished by people, every wording kept, closed by a person. */
export function PostmortemTab({ detail }: { readonly detail: IncidentDetail }) {
  const { answer, loading, problem, askAgain } = postmortemStore.use({ incidentId: detail.incident.id });
  if (answer !== null) return <Room detail={detail} postmortem={answer} />;
  return (
    <Card title="Post-mortem">
      {problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {loading && !problem ? <Loading rows={8} label="Writing the draft" /> : null}
    </Card>
  );
}

interface RoomProps {
  readonly detail: IncidentDetail;
  readonly postmortem: Postmortem;
}

type Way = 'read' | 'write';
const ways: { value: Way; label: string }[] = [
  { value: 'read', label: 'Read' },
  { value: 'write', label: 'Write' },
];

function Room({ detail, postmortem }: RoomProps) {
  const { incident, evidence } = detail;
  const [way, setWay] = useState<Way>('read');
  const [closing, setClosing] = useState(false);
  const wording = useWording(incident.id, postmortem);
  const readOnly = useReadOnly();
  useLeaveGuard(wording.changed);
  const title = `Post-mortem: ${subjectName(incident)}`;
  const page = () => postmortemHtml(title, wording.text, evidence.series);
  const open = postmortem.end === null && readOnly === null;
  return (
    <>
      <State postmortem={postmortem} />
      <Card
        title={wording.words}
        aside={
          <>
            {open ? <SegmentedControl aria-label="Read or write" size="xs" value={way} onChange={setWay} data={ways} /> : null}
            <Files name={`post-mortem-${incident.id}`} page={page} markdown={() => withCharts(wording.text, evidence.series)} />
            {open ? <Saving wording={wording} onClose={() => setClosing(true)} /> : null}
          </>
        }
      >
        {wording.problem ? <ProblemNote problem={wording.problem} /> : null}
        {way === 'write' && open ? (
          <Textarea
            aria-label="Text of the post-mortem"
            classNames={{ input: classes.text ?? '' }}
            variant="unstyled"
            autosize
            minRows={24}
            maxRows={40}
            maxLength={longestPostmortem}
            value={wording.text}
            onChange={(event) => wording.write(event.currentTarget.value)}
          />
        ) : (
          // Scripts stay off in the frame; the same origin lets the print dialog reach it.
          <iframe className={classes.page} title={title} sandbox="allow-same-origin" srcDoc={page()} />
        )}
      </Card>
      <Wordings postmortem={postmortem} onOpen={(version) => void wording.openOlder(version)} />
      {closing ? <PostmortemClose incident={incident} unsaved={wording.changed} onClose={() => setClosing(false)} /> : null}
    </>
  );
}

function State({ postmortem }: { readonly postmortem: Postmortem }) {
  const { end, asked, dueAt } = postmortem;
  if (end !== null && end.actor.kind !== 'system') return <Note tone="info">{`Closed by ${end.actor.name}: ${end.reason}`}</Note>;
  if (end !== null) return <Note tone="info">{end.reason}.</Note>;
  if (!asked) return null;
  return (
    <Note tone="info">
      The release was taken back, so a post-mortem follows.{' '}
      {dueAt === null ? (
        'This console does not remind of it.'
      ) : (
        <>
          Home reminds of it until somebody closes it; due <DueTime at={dueAt} />.
        </>
      )}
    </Note>
  );
}

function Saving({ wording, onClose }: { readonly wording: ReturnType<typeof useWording>; readonly onClose: () => void }) {
  const roleNote = useRoleNote('operator');
  const title = roleNote ?? undefined;
  return (
    <>
      <Button
        size="xs"
        variant="filled"
        disabled={roleNote !== null || !wording.savable}
        title={title}
        loading={wording.pending}
        onClick={() => void wording.save()}
      >
        Save wording
      </Button>
      <Button size="xs" disabled={roleNote !== null} title={title} onClick={onClose}>
        Close…
      </Button>
    </>
  );
}

interface FilesProps {
  readonly name: string;
  readonly page: () => string;
  readonly markdown: () => string;
}

function Files({ name, page, markdown }: FilesProps) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="xs" leftSection={<IconDownload size={14} aria-hidden />}>
          Take along
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {makesPdf() ? (
          <Menu.Item leftSection={<IconFileTypePdf size={14} aria-hidden />} onClick={() => void savePdf(`${name}.pdf`, page())}>
            Save as PDF…
          </Menu.Item>
        ) : null}
        <Menu.Item leftSection={<IconPrinter size={14} aria-hidden />} onClick={() => printPage(page())}>
          {makesPdf() ? 'Print…' : 'Print, or save as PDF in the print dialog…'}
        </Menu.Item>
        <Menu.Item onClick={() => saveFile(`${name}.html`, page())}>Page with charts (HTML)</Menu.Item>
        <Menu.Item onClick={() => saveFile(`${name}.md`, markdown())}>Markdown with charts</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
