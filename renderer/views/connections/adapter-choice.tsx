import { UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import type { AdapterRow } from '../../../main/contract/connections.ts';
import classes from './connections.module.css';
import { kinds } from './words.ts';

interface AdapterChoiceProps {
  readonly adapters: readonly AdapterRow[];
  readonly onChoose: (adapter: AdapterRow) => void;
}

/** Every adapter by kind. */
export function AdapterChoice({ adapters, onChoose }: AdapterChoiceProps) {
  return kinds.map(({ kind, title, says }) => {
    const members = adapters.filter((adapter) => adapter.kind === kind);
    if (members.length === 0) return null;
    return (
      <section key={kind} className={classes.choices} aria-label={title}>
        <h3 className={classes.choicesHead}>
          {title} <span className={classes.quiet}>{says}</span>
        </h3>
        {members.map((adapter) => (
          <UnstyledButton key={adapter.id} className={classes.choice} onClick={() => onChoose(adapter)}>
            {adapter.label}
            <IconChevronRight size={15} aria-hidden />
          </UnstyledButton>
        ))}
      </section>
    );
  });
}
