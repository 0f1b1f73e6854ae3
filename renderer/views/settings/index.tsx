import { Card } from '../../parts/card.tsx';
import { Page } from '../../parts/page.tsx';
import { Loading, Note, Problem, ProblemNote } from '../../parts/states.tsx';
import { settingsStore } from '../../stores/settings.ts';
import { BackupsCard } from './backups-card.tsx';
import { ConsoleCard } from './console-card.tsx';
import { KeysCard } from './keys-card.tsx';
import { LookCard } from './look-card.tsx';
import { NoticesCard } from './notices-card.tsx';
import { OrphansCard } from './orphans-card.tsx';
import { ResponseTimesCard } from './response-times-card.tsx';
import { RetentionCard } from './retention-card.tsx';
import classes from './settings.module.css';
import { StorageCard } from './storage-card.tsx';
import { useSaveSettings } from './use-settings.ts';
import { WorkspaceCard } from './workspace-card.tsx';
import type { StoredSettings } from './use-settings.ts';

const everything = {};

/** This console's own settings; each change is stored when it is made. */
export function SettingsView() {
  const { answer, loading, problem, askAgain } = settingsStore.use(everything);
  if (answer) {
    return (
      <Page>
        {problem ? <Note tone="warning">These are the last known settings. {problem.message}</Note> : null}
        <Cards stored={answer} />
      </Page>
    );
  }
  return (
    <Page>
      <Card title="Settings">
        {problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
        {loading && !problem ? <Loading rows={6} label="Loading settings" /> : null}
      </Card>
    </Page>
  );
}

function Cards({ stored }: { readonly stored: StoredSettings }) {
  const settings = useSaveSettings(stored);
  return (
    <>
      {settings.problem ? <ProblemNote problem={settings.problem} /> : null}
      <div className={classes.cards}>
        <div>
          <LookCard settings={settings} />
          <ConsoleCard settings={settings} />
          <KeysCard />
          <NoticesCard settings={settings} />
          <ResponseTimesCard />
        </div>
        <div>
          <BackupsCard />
          <RetentionCard />
          <OrphansCard />
          <WorkspaceCard />
          <StorageCard stored={stored} />
        </div>
      </div>
    </>
  );
}
