import { useState } from 'react';
import type { CallProblem } from '../../../main/contract/bridge.ts';
import type { AnswerOf } from '../../../main/contract/index.ts';
import type { NoticeAlert } from '../../../main/core/model/notice.ts';
import { usePress } from '../../stores/press.ts';
import type { Draft } from './message-draft.ts';

interface News {
  readonly tone: 'info' | 'warning' | 'danger';
  readonly text: string;
}

export interface SendingMessage {
  readonly pending: boolean;
  readonly problem: CallProblem | null;
  readonly news: News | null;
  copy(draft: Draft): Promise<void>;
  send(draft: Draft, connectionId: string, alert: NoticeAlert['act'] | null): Promise<void>;
}

const tones = { copied: 'info', sent: 'info', failed: 'danger', unknown: 'warning' } as const;

function newsOf({ state, says }: AnswerOf<'messages.send'>): News {
  return { tone: tones[state], text: `${state === 'sent' ? 'Sent. ' : ''}${says}` };
}

/** Copies or sends a message; says what really became of it. */
export function useSendMessage(incidentId: string, onDone: () => void): SendingMessage {
  const press = usePress('messages.send');
  const [news, setNews] = useState<News | null>(null);
  async function handOver(draft: Draft, connectionId: string | null, alert: NoticeAlert['act'] | null): Promise<void> {
    setNews(null);
    const { template, audience, subject, body } = draft;
    const result = await press.run({ incidentId, template, audience, subject, body, connectionId, alert });
    if (result?.ok !== true) return;
    setNews(newsOf(result.answer));
    onDone();
  }
  return {
    pending: press.pending,
    problem: press.problem,
    news,
    async copy(draft) {
      try {
        await navigator.clipboard.writeText(`${draft.subject}\n\n${draft.body}`);
      } catch {
        setNews({
          tone: 'danger',
          text: 'The text could not be copied: this window has no right to the clipboard. Select it and copy it by hand.',
        });
        return;
      }
      await handOver(draft, null, null);
    },
    send: (draft, connectionId, alert) => handOver(draft, connectionId, alert),
  };
}
