import { Select, Textarea, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { MessageDraft } from '../../../main/contract/aftermath.ts';
import type { IncidentDetail } from '../../../main/contract/incidents.ts';
import { listInWords } from '../../../main/core/words.ts';
import { Card } from '../../parts/card.tsx';
import { Loading, Note, Problem, ProblemNote } from '../../parts/states.tsx';
import { messagesSaid, messageTemplates } from '../../stores/aftermath.ts';
import { ask } from '../../stores/feed.ts';
import { useReadOnly } from '../../stores/read-only.ts';
import { useRoleNote } from '../../stores/status.ts';
import classes from './communication.module.css';
import { Said } from './said.tsx';
import { SendBar } from './send-bar.tsx';
import { audienceChoices, type Draft, templateGroups } from './message-draft.ts';
import { useSendMessage } from './use-send-message.ts';

const everything = {};

/** Messages of the incident: filled in from the record, changed by hand, copied or sent, and what became of each. */
export function CommunicationTab({ detail }: { readonly detail: IncidentDetail }) {
  const readOnly = useReadOnly();
  return (
    <>
      {readOnly === null ? <Composer incidentId={detail.incident.id} /> : null}
      <Said incidentId={detail.incident.id} />
    </>
  );
}

function Composer({ incidentId }: { readonly incidentId: string }) {
  const { answer, loading, problem, askAgain } = messageTemplates.use(everything);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [name, setName] = useState<string | null>(null);
  const first = answer?.[0]?.name ?? null;
  const chosen = name ?? (answer?.some((one) => one.name === 'start-internal') === true ? 'start-internal' : first);
  const filling = useFilled(incidentId, chosen, setDraft);
  return (
    <Card
      title="Write a message"
      aside={
        answer === null ? null : (
          <Select
            aria-label="Template"
            size="xs"
            w={250}
            allowDeselect={false}
            data={templateGroups(answer)}
            value={chosen}
            onChange={(next) => setName(next)}
          />
        )
      }
    >
      {problem && answer === null ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {(loading && answer === null) || (draft === null && filling === null) ? <Loading rows={5} label="Filling the message in" /> : null}
      {filling === null ? null : <Problem problem={filling} />}
      {draft === null || filling !== null ? null : <Form incidentId={incidentId} draft={draft} onChange={setDraft} />}
    </Card>
  );
}

/** Asks for the template filled in; answers the problem when that could not be had. */
function useFilled(incidentId: string, template: string | null, onDraft: (draft: Draft) => void) {
  const [problem, setProblem] = useState<Parameters<typeof ProblemNote>[0]['problem'] | null>(null);
  useEffect(() => {
    let wanted = true;
    if (template === null) return undefined;
    void ask('messages.draft', { incidentId, template }).then((result) => {
      if (!wanted) return;
      setProblem(result.ok ? null : result.problem);
      if (result.ok) onDraft(draftOf(result.answer));
    });
    return () => void (wanted = false);
  }, [incidentId, template, onDraft]);
  return problem;
}

function draftOf({ name, audience, subject, body, unknown }: MessageDraft): Draft {
  return { template: name, audience, subject, body, unknown };
}

/** `previousVersion` as `previous version`. */
function nameInWords(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

interface FormProps {
  readonly incidentId: string;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

function Form({ incidentId, draft, onChange }: FormProps) {
  const roleNote = useRoleNote('operator');
  const sending = useSendMessage(incidentId, () => messagesSaid.askAgain());
  const gaps = draft.unknown.length > 0 && `${draft.subject} ${draft.body}`.includes('not known');
  return (
    <div className={classes.form}>
      <div className={classes.heads}>
        <TextInput
          label="Subject"
          className={classes.subject ?? ''}
          maxLength={300}
          value={draft.subject}
          onChange={(event) => onChange({ ...draft, subject: event.currentTarget.value })}
        />
        <Select
          label="For"
          allowDeselect={false}
          data={audienceChoices}
          value={draft.audience}
          onChange={(next) => onChange({ ...draft, audience: audienceChoices.find(({ value }) => value === next)?.value ?? 'other' })}
        />
      </div>
      <Textarea
        label="Text"
        autosize
        minRows={6}
        maxRows={18}
        maxLength={20_000}
        value={draft.body}
        onChange={(event) => onChange({ ...draft, body: event.currentTarget.value })}
      />
      {gaps ? (
        <Note tone="warning">
          Not in the record: {listInWords(draft.unknown.map(nameInWords))}. The text says “not known” there. Fill it in or take the line
          out.
        </Note>
      ) : null}
      <SendBar
        ready={roleNote === null && draft.subject.trim() !== '' && draft.body.trim() !== ''}
        note={roleNote}
        pending={sending.pending}
        onCopy={() => void sending.copy(draft)}
        onSend={(receiver, alert) => void sending.send(draft, receiver, alert)}
      />
      {sending.problem ? <ProblemNote problem={sending.problem} /> : null}
      {sending.news === null ? null : (
        <div role="status">
          <Note tone={sending.news.tone}>{sending.news.text}</Note>
        </div>
      )}
    </div>
  );
}
