import { Button, Code } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import dayjs from 'dayjs';
import { count, percent } from '../../format.ts';
import { exportAudit, useAuditExport } from '../../stores/audit-export.ts';
import { useAudit } from '../../stores/audit.ts';
import { currentTime } from '../../stores/clock.ts';
import { saveFile } from '../backtest/save-file.ts';
import classes from './audit.module.css';

/** Saves what the filter shows as a signed file that anybody can prove, and as Markdown. */
export function ExportLog() {
  const running = useAuditExport((state) => state.running);
  return (
    <Button
      leftSection={<IconDownload size={15} aria-hidden />}
      loading={running}
      onClick={() => void exportAudit(useAudit.getState().filter, `audit-${dayjs(currentTime()).format('YYYY-MM-DD-HHmm')}`, saveFile)}
    >
      Export
    </Button>
  );
}

/** How far an export is, what came of it, and how it is proved. */
export function ExportNews() {
  const { running, done, total, problem, last } = useAuditExport();
  if (!running && problem === null && last === null) return null;
  return (
    <div className={classes.newer} role="status">
      {running ? `Exporting: ${count(done)} of ${count(total)} entries, ${percent(total === 0 ? 0 : (done / total) * 100)}` : null}
      {!running && problem ? <span className={classes.broken}>▲ Not exported: {problem.message}</span> : null}
      {!running && last ? (
        <span>
          {last.entries === 1 ? 'One entry was' : `${count(last.entries)} entries were`} saved as signed lines and as Markdown. Anybody
          proves them without this workspace: <Code>audit verify --file FILE --key {last.publicKey ?? ''}</Code>
        </span>
      ) : null}
    </div>
  );
}
