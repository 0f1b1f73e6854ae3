import { Radio, Stack } from '@mantine/core';
import { severityRules } from '../../main/core/incident/severity.ts';
import { type IncidentSeverity, severities } from '../../main/core/model/incident.ts';
import { duration } from '../format.ts';
import { responseTimesStore } from '../stores/response-times.ts';

const everything = {};

/** The four severities with what they mean and how soon somebody must answer. */
export function SeverityChoice({
  value,
  onChange,
}: {
  readonly value: IncidentSeverity;
  readonly onChange: (severity: IncidentSeverity) => void;
}) {
  const times = responseTimesStore.use(everything).answer?.times ?? null;
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
            description={times === null ? undefined : `Somebody acknowledges it within ${duration(times[severity])}`}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
