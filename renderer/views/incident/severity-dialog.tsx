import { Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import type { IncidentRow } from '../../../main/contract/shapes.ts';
import { severityRules } from '../../../main/core/incident/severity.ts';
import { type IncidentSeverity, severities } from '../../../main/core/model/incident.ts';
import { duration } from '../../format.ts';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';
import { incidentDetail } from '../../stores/incidents.ts';
import { usePress } from '../../stores/press.ts';
import { renewTimeline } from '../../stores/timeline.ts';

/** The four severities with what they mean and how soon somebody must answer. */
export function SeverityChoice({
  value,
  onChange,
}: {
  readonly value: IncidentSeverity;
  readonly onChange: (severity: IncidentSeverity) => void;
}) {
  return (
    <Radio.Group
      label="Severity"
      value={value}
      onChange={(next) => {
        const chosen = severities.find((one) => one === next);
        if (chosen !== undefined) onChange(chosen);
      }}
    >
      <Stack gap={8} mt={6}>
        {severities.map((severity) => (
          <Radio
            key={severity}
            value={severity}
            label={`${severity}: ${severityRules[severity].means}`}
            description={`Somebody acknowledges it within ${duration(severityRules[severity].respondMs)}`}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

/** Another severity, with its reason. */
export function SeverityDialog({ incident, onClose }: { readonly incident: IncidentRow; readonly onClose: () => void }) {
  const [severity, setSeverity] = useState(incident.severity);
  const press = usePress('incidents.setSeverity');
  async function change(reason: string): Promise<void> {
    const result = await press.run({ incidentId: incident.id, severity, reason });
    if (result?.ok !== true) return;
    incidentDetail.askAgain();
    onClose();
    await renewTimeline();
  }
  return (
    <ReasonDialog
      title="Change the severity"
      confirm={severity === incident.severity ? 'Choose another severity' : `Change to ${severity}`}
      complete={severity !== incident.severity}
      busy={press.pending}
      problem={press.problem}
      onConfirm={(reason) => void change(reason)}
      onClose={onClose}
    >
      <SeverityChoice value={severity} onChange={setSeverity} />
      <p style={{ marginBottom: 0 }}>When it gets worse, the clock counts anew; when it gets better, it counts from the opening.</p>
    </ReasonDialog>
  );
}
