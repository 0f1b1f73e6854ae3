import { Button } from '@mantine/core';
import type { Postmortem } from '../../../main/contract/aftermath.ts';
import { actorWords } from '../../parts/actor-words.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { useReadOnly } from '../../stores/read-only.ts';
import classes from './postmortem.module.css';

interface WordingsProps {
  readonly postmortem: Postmortem;
  readonly onOpen: (version: number) => void;
}

/** Every wording that was saved; an older one can be taken up again. */
export function Wordings({ postmortem, onOpen }: WordingsProps) {
  const { wordings, end } = postmortem;
  const readOnly = useReadOnly();
  if (wordings.length === 0) return null;
  const open = end === null && readOnly === null;
  return (
    <Card title="Wordings" aside={<span>all of them are kept</span>}>
      {wordings.map(({ version, at, actor }, index) => (
        <CardRow key={version} className={classes.wording}>
          <span>
            Wording {version} <span className={classes.who}>by {actorWords(actor)}, </span>
            <RelativeTime at={at} />
          </span>
          {open && index > 0 ? (
            <Button size="compact-xs" variant="subtle" onClick={() => onOpen(version)}>
              Put into the text
            </Button>
          ) : null}
        </CardRow>
      ))}
      {open ? (
        <CardRow className={classes.wording}>
          <span>Draft from the record as it is now</span>
          <Button size="compact-xs" variant="subtle" onClick={() => onOpen(0)}>
            Put into the text
          </Button>
        </CardRow>
      ) : null}
    </Card>
  );
}
