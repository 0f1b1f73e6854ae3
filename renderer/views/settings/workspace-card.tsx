import { Button, Progress } from '@mantine/core';
import { bytes } from '../../format.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { Note, ProblemNote } from '../../parts/states.tsx';
import { exportWorkspace, useWorkspaceExport } from '../../stores/safety.ts';
import { useRoleNote } from '../../stores/status.ts';
import { Setting } from './setting.tsx';
import classes from './settings.module.css';

/** Hands a file of bytes to the browser. */
function saveBytes(name: string, parts: readonly Uint8Array<ArrayBuffer>[]): void {
  const url = URL.createObjectURL(new Blob([...parts], { type: 'application/gzip' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** The whole workspace in one file, and how it is taken in elsewhere. */
export function WorkspaceCard() {
  const { running, done, total, problem, last } = useWorkspaceExport();
  const note = useRoleNote('admin');
  return (
    <Card title="Move this workspace">
      <Setting name="Export" help="Database, plans, playbooks and templates in one file with a hash of each. Secrets are never in it.">
        <Button loading={running} disabled={note !== null} title={note ?? undefined} onClick={() => void exportWorkspace(saveBytes)}>
          Export workspace
        </Button>
      </Setting>
      {running ? (
        <CardRow>
          <Progress value={total === 0 ? 0 : (100 * done) / total} aria-label="Export of the workspace" />
        </CardRow>
      ) : null}
      {problem ? (
        <CardRow>
          <ProblemNote problem={problem} />
        </CardRow>
      ) : null}
      {last === null ? null : (
        <CardRow>
          <Note tone="info">
            Saved as {last.name}, {bytes(last.bytes)}. SHA-256: <code className={classes.path}>{last.sha256}</code>
          </Note>
        </CardRow>
      )}
      <CardRow>
        <div className={classes.name}>Import</div>
        <div className={classes.help}>
          A file is taken into an empty folder, all of it or nothing, and the secrets of its connections are typed again:
        </div>
        <code className={classes.path}>npm run --silent tidegate -- workspace import FILE --reason WHY --workspace FOLDER</code>
      </CardRow>
    </Card>
  );
}
