import { bytes } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { Setting } from './setting.tsx';
import classes from './settings.module.css';
import type { StoredSettings } from './use-settings.ts';

/** Where things are kept, in honest words. */
export function StorageCard({ stored }: { readonly stored: StoredSettings }) {
  return (
    <Card title="Storage">
      <Setting name="Workspace folder" help="Database, plans and backups; nothing leaves it but calls to your connections.">
        <code className={classes.path}>{stored.workspaceFolder}</code>
      </Setting>
      <Setting name="Database" help="One file; what is removed from it makes room for what comes.">
        {bytes(stored.databaseBytes)}
      </Setting>
      <Setting name="Secrets" help="Never in the database, logs, audit or exports, and never shown again once stored.">
        {stored.vault}
      </Setting>
      <Setting name="Key of audit exports" help="Whoever gets an exported log proves with this public key that it comes from here.">
        <code className={classes.path}>{stored.auditKey ?? 'made with the first export'}</code>
      </Setting>
    </Card>
  );
}
