import { Tabs } from '@mantine/core';
import { Page } from '../../parts/page.tsx';
import { navigate, useQuery } from '../../stores/router.ts';
import { ApplicationsTab } from './applications-tab.tsx';
import { ConnectionsTab } from './connections-tab.tsx';

const applicationsTab = 'applications';

/** What Tidegate is connected to, and which targets of which application live there. */
export function ConnectionsView() {
  const tab = useQuery().get('tab') === applicationsTab ? applicationsTab : 'connections';
  return (
    <Page>
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) => navigate(next === applicationsTab ? `/connections?tab=${applicationsTab}` : '/connections')}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="connections">Connections</Tabs.Tab>
          <Tabs.Tab value={applicationsTab}>Applications and targets</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="connections">
          <ConnectionsTab />
        </Tabs.Panel>
        <Tabs.Panel value={applicationsTab}>
          <ApplicationsTab />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
