/** Address of a playbook in the room of an incident. */
export function playbookPath(incidentId: string, name: string): string {
  return `/incidents/${encodeURIComponent(incidentId)}?tab=playbooks&playbook=${encodeURIComponent(name)}`;
}
