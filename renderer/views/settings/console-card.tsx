import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { roles } from '../../../main/core/model/actor.ts';
import type { Role } from '../../../main/core/model/actor.ts';
import { Card } from '../../parts/card.tsx';
import { Setting } from './setting.tsx';
import type { SaveSettings } from './use-settings.ts';

const roleWords: Readonly<Record<Role, { readonly label: string; readonly may: string }>> = {
  viewer: { label: 'Viewer', may: 'Sees everything, changes nothing.' },
  operator: { label: 'Operator', may: 'Also starts, holds, promotes and rolls back.' },
  admin: { label: 'Admin', may: 'Also changes connections, plans and restores backups.' },
};

/** Who sits here and what this console may do. */
export function ConsoleCard({ settings }: { readonly settings: SaveSettings }) {
  const { shown } = settings;
  return (
    <Card title="This console">
      <Setting name="Your name" help="Stands in the audit next to each of your presses.">
        <ActorName key={shown.actorName} name={shown.actorName} onSave={(actorName) => void settings.save({ actorName })} />
      </Setting>
      <Setting
        name="Role"
        help={`${roleWords[shown.role].may} It can always be lowered; raising it needs a console that was opened with that right.`}
      >
        <Select
          aria-label="Role"
          allowDeselect={false}
          data={roles.map((role) => ({ value: role, label: roleWords[role].label }))}
          value={shown.role}
          onChange={(chosen) => {
            const role = roles.find((one) => one === chosen);
            if (role !== undefined && role !== shown.role) void settings.save({ role });
          }}
        />
      </Setting>
    </Card>
  );
}

/** Stored with Enter or when the field is left; an empty name goes back. */
function ActorName({ name, onSave }: { readonly name: string; readonly onSave: (name: string) => void }) {
  const [typed, setTyped] = useState(name);
  function settle(): void {
    const next = typed.trim();
    if (next === '') setTyped(name);
    else if (next !== name) onSave(next);
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        settle();
      }}
    >
      <TextInput
        aria-label="Your name"
        maxLength={100}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={settle}
      />
    </form>
  );
}
