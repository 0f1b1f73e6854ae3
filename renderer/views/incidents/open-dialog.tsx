import { Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { IncidentSeverity } from '../../../main/core/model/incident.ts';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';
import { SeverityChoice } from '../../parts/severity-choice.tsx';
import { applicationStore, useHome } from '../../stores/fleet.ts';
import { incidentList } from '../../stores/incidents.ts';
import { usePress } from '../../stores/press.ts';
import { navigate } from '../../stores/router.ts';

const everything = {};
/** Shortest title the border takes. */
const shortest = 3;

/** Opens an incident that no gate has seen; what the gates have read until now is frozen with it. */
export function OpenDialog({ onClose }: { readonly onClose: () => void }) {
  const applications = applicationStore.use(everything).answer ?? [];
  const home = useHome().answer;
  const press = usePress('incidents.open');
  const [chosen, setChosen] = useState<string | null>(null);
  const [version, setVersion] = useState<string | null>(null);
  const [severity, setSeverity] = useState<IncidentSeverity>('P1');
  const [title, setTitle] = useState('');
  const applicationId = chosen ?? (applications.length === 1 ? (applications[0]?.id ?? null) : null);
  const known = [...(home?.rolling ?? []), ...(home?.recent ?? [])].filter((row) => row.applicationId === applicationId);
  const versions = [...new Set(known.map((row) => row.version))];
  async function open(reason: string): Promise<void> {
    if (applicationId === null) return;
    const result = await press.run({ applicationId, version, severity, title: title.trim(), reason });
    if (result?.ok !== true) return;
    incidentList.askAgain();
    onClose();
    navigate(`/incidents/${encodeURIComponent(result.answer.id)}`);
  }
  return (
    <ReasonDialog
      title="Open an incident"
      confirm="Open incident"
      complete={applicationId !== null && title.trim().length >= shortest}
      busy={press.pending}
      problem={press.problem}
      onConfirm={(reason) => void open(reason)}
      onClose={onClose}
    >
      <Stack gap="md">
        <Select
          label="Application"
          required
          allowDeselect={false}
          data={applications.map(({ id, name }) => ({ value: id, label: name }))}
          value={applicationId}
          onChange={(next) => {
            setChosen(next);
            setVersion(null);
          }}
        />
        <Select
          label="Release"
          description="Leave it empty when no release is known to have caused it"
          placeholder="No release in particular"
          clearable
          clearButtonProps={{ 'aria-label': 'No release in particular' }}
          data={versions}
          value={version}
          onChange={setVersion}
        />
        <TextInput label="What is wrong" required maxLength={200} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
        <SeverityChoice value={severity} onChange={setSeverity} />
      </Stack>
    </ReasonDialog>
  );
}
