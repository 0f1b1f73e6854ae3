import { Kbd, Modal } from '@mantine/core';
import { Fragment } from 'react';
import { useShortcutStore, allShortcuts } from '../../stores/shortcuts.ts';
import classes from './help.module.css';
import { groupShortcuts } from './groups.ts';
import { Legend } from './legend.tsx';

interface HelpSheetProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Every key in force and what each mark means. */
export function HelpSheet({ opened, onClose }: HelpSheetProps) {
  const sets = useShortcutStore((state) => state.sets);
  const modifier = navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl';
  const groups = groupShortcuts(allShortcuts(sets), modifier);
  return (
    <Modal opened={opened} onClose={onClose} size={760} title="Keys and marks" closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className={classes.columns}>
        {groups.map((group) => (
          <section key={group.name} className={classes.group}>
            <h3 className={classes.name}>{group.name}</h3>
            <dl className={classes.keys}>
              {group.lines.map((line) => (
                <div key={line.keys}>
                  <dt>{line.label}</dt>
                  <dd>
                    {line.keys.split(' ').map((key, index) => (
                      <Fragment key={`${index} ${key}`}>
                        {index > 0 ? <span className={classes.then}> then </span> : null}
                        <Kbd size="sm">{key}</Kbd>
                      </Fragment>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <Legend />
      </div>
    </Modal>
  );
}
