import { Tabs } from '@mantine/core';
import { Page } from '../../parts/page.tsx';
import { navigate, useQuery } from '../../stores/router.ts';
import { ApplicationsTab } from './applications-tab.tsx';
import { ConnectionsTab } from './connections-tab.tsx';
import { WebhooksTab } from './webhooks/webhooks-tab.tsx';

const applicationsTab = 'applications';
const webhooksTab = 'webhooks';
const connectionsTab = 'connections';

/** The open tab by its name in the address; any other name opens the first. */
function tabNamed(name: string | null): string {
  return name === applicationsTab || name === webhooksTab ? name : connectionsTab;
}

/** What Tidegate is connected to, which targets of which application live there, and who may call. */
export function ConnectionsView() {
  const tab = tabNamed(useQuery().get('tab'));
  return (
    <Page>
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) => navigate(tabNamed(next) === connectionsTab ? '/connections' : `/connections?tab=${tabNamed(next)}`)}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value={connectionsTab}>Connections</Tabs.Tab>
          <Tabs.Tab value={applicationsTab}>Applications and targets</Tabs.Tab>
          <Tabs.Tab value={webhooksTab}>Webhooks</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value={connectionsTab}>
          <ConnectionsTab />
        </Tabs.Panel>
        <Tabs.Panel value={applicationsTab}>
          <ApplicationsTab />
        </Tabs.Panel>
        <Tabs.Panel value={webhooksTab}>
          <WebhooksTab />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
