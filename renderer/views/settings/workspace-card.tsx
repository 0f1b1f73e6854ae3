import { Button, FileButton, Progress } from '@mantine/core';
import { useState } from 'react';
import { bytes } from '../../format.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';
import { Note, ProblemNote } from '../../parts/states.tsx';
import { exportWorkspace, importWorkspace, useWorkspaceExport, useWorkspaceImport } from '../../stores/safety.ts';
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
      <ImportRows disabled={note} />
    </Card>
  );
}

/** A file becomes a workspace of its own beside this one. */
function ImportRows({ disabled }: { readonly disabled: string | null }) {
  const { running, done, total, problem, folder } = useWorkspaceImport();
  const [file, setFile] = useState<File | null>(null);
  return (
    <>
      <Setting name="Import" help="A file becomes a workspace of its own beside this one, whole or not at all. This one stays as it is.">
        <FileButton accept=".tidegate" onChange={setFile}>
          {(props) => (
            <Button {...props} loading={running} disabled={disabled !== null} title={disabled ?? undefined}>
              Import workspace…
            </Button>
          )}
        </FileButton>
      </Setting>
      {running ? (
        <CardRow>
          <Progress value={total === 0 ? 0 : (100 * done) / total} aria-label="Import of a workspace" />
        </CardRow>
      ) : null}
      {folder === null ? null : (
        <CardRow>
          <Note tone="info">
            Taken in as <code className={classes.path}>{folder}</code>. Open it with --workspace or TIDEGATE_WORKSPACE, and type the secrets
            of its connections again.
          </Note>
        </CardRow>
      )}
      {file === null ? null : (
        <ReasonDialog
          title="Import a workspace"
          confirm="Import"
          busy={running}
          problem={problem}
          onConfirm={(reason) => void importWorkspace(file, reason).then((taken) => (taken ? setFile(null) : undefined))}
          onClose={() => setFile(null)}
        >
          <p className={classes.first}>
            <strong>{file.name}</strong>, {bytes(file.size)}, is proved first: every file in it has a hash. Where two consoles watch the
            same releases, only one should have their secrets.
          </p>
        </ReasonDialog>
      )}
    </>
  );
}
