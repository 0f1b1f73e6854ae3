import { create } from 'zustand';
import type { CallProblem } from '../../main/contract/bridge.ts';
import type { TestReport } from '../../main/contract/connections.ts';
import { connectionList } from './connections.ts';
import { ask } from './feed.ts';

export interface ConnectionTest {
  readonly testing: boolean;
  readonly report: TestReport | null;
  readonly problem: CallProblem | null;
}

/** Last test of each connection in this window, by connection id. */
export const useConnectionTests = create<Readonly<Record<string, ConnectionTest>>>()(() => ({}));

/** Asks the far side which rights this connection has; it changes nothing there. */
export async function testConnection(connectionId: string): Promise<void> {
  if (useConnectionTests.getState()[connectionId]?.testing) return;
  useConnectionTests.setState({ [connectionId]: { testing: true, report: null, problem: null } });
  const result = await ask('connections.test', { connectionId });
  useConnectionTests.setState({
    [connectionId]: { testing: false, report: result.ok ? result.answer : null, problem: result.ok ? null : result.problem },
  });
  connectionList.askAgain();
}

export function forgetTest(connectionId: string): void {
  useConnectionTests.setState(({ [connectionId]: _gone, ...rest }) => rest, true);
}
