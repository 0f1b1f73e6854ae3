import { Button, Menu, Switch, Tooltip } from '@mantine/core';
import { IconChevronDown, IconPlayerPlay } from '@tabler/icons-react';
import type { ScenarioRow } from '../../../main/contract/system.ts';
import { usePress } from '../../stores/press.ts';
import { practiceState, scenarioList } from '../../stores/practice.ts';
import { useRoleNote, useStatus } from '../../stores/status.ts';
import { tellResult } from '../../stores/tell.ts';
import classes from './home.module.css';

const everything = {};

function ScenarioMenu() {
  const list = scenarioList.use(everything);
  const press = usePress('practice.play');
  const note = useRoleNote('operator');
  async function play(scenario: ScenarioRow): Promise<void> {
    const result = await press.run({ scenario: scenario.id });
    tellResult(result, `${scenario.title} plays now. Watch: ${scenario.watch}`, 'The scenario did not start');
    list.askAgain();
  }
  return (
    <Menu position="bottom-end" width={340}>
      <Menu.Target>
        <Button
          disabled={note !== null}
          loading={press.pending}
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          Play a scenario
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu ?? ''}>
        {list.problem ? <Menu.Label>{list.problem.message}</Menu.Label> : null}
        {(list.answer ?? []).map((scenario) => (
          <Menu.Item key={scenario.id} onClick={() => void play(scenario)} rightSection={scenario.running ? 'playing' : undefined}>
            <span className={classes.item}>
              {scenario.title}
              <small>{scenario.summary}</small>
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function NetworkSwitch() {
  const state = practiceState.use(everything);
  const press = usePress('practice.network');
  const note = useRoleNote('operator');
  async function turn(next: boolean): Promise<void> {
    const result = await press.run({ up: next });
    state.askAgain();
    tellResult(result, next ? 'The practice network is back' : 'The practice network is cut', 'The network was not switched');
  }
  return (
    <Tooltip label="Cuts the practice fleet off, to see the console offline">
      <Switch
        size="sm"
        label="Network"
        checked={state.answer?.networkUp ?? true}
        disabled={note !== null || press.pending || typeof state.answer?.networkUp !== 'boolean'}
        onChange={(event) => void turn(event.currentTarget.checked)}
      />
    </Tooltip>
  );
}

/** What only a practice workspace offers: scenarios to play, and a network to cut. */
export function PracticeTools() {
  const status = useStatus();
  if (status?.practice !== true) return null;
  return (
    <>
      <NetworkSwitch />
      <ScenarioMenu />
    </>
  );
}
