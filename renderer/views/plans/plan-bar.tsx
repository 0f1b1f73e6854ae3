import { ActionIcon, Button, Menu, SegmentedControl } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import type { PlanDetail } from '../../../main/contract/plans.ts';
import { href, navigate, useQuery } from '../../stores/router.ts';
import { CopyDialog } from './copy-dialog.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { isEditable } from './text.ts';
import type { Draft } from './use-draft.ts';

export type Showing = 'text' | 'versions';

/** What of the plan the address asks for. */
export function useShowing(): Showing {
  return useQuery().get('show') === 'versions' ? 'versions' : 'text';
}

/** To what the saved plan would have done with past releases. */
export function BacktestLink({ file }: { readonly file: string }) {
  return (
    <Button component="a" href={href(`/backtest?plan=${encodeURIComponent(file)}`)}>
      Backtest
    </Button>
  );
}

/** Switches between the text and its versions. */
export function ShowingSwitch({ file, showing }: { readonly file: string; readonly showing: Showing }) {
  const path = `/plans/${encodeURIComponent(file)}`;
  return (
    <SegmentedControl
      size="xs"
      aria-label="What to show"
      value={showing}
      data={[
        { value: 'text', label: 'Text' },
        { value: 'versions', label: 'Versions' },
      ]}
      onChange={(value) => navigate(value === 'versions' ? `${path}?show=versions` : path)}
    />
  );
}

export function canSave(draft: Draft): boolean {
  return draft.changed && !draft.checking && draft.check.ok;
}

function stateOf(draft: Draft): string {
  if (!draft.changed) return draft.check.ok ? 'saved' : 'saved, has problems';
  if (draft.checking) return 'changed, checking…';
  return draft.check.ok ? 'changed, no problem found' : 'changed, has problems';
}

interface BarProps {
  readonly plan: PlanDetail;
  readonly draft: Draft;
  readonly roleNote: string | null;
  readonly saving: boolean;
  readonly onSave: () => void;
}

/** State of the text and what can be done with the file. */
export function PlanBar({ plan, draft, roleNote, saving, onSave }: BarProps) {
  const [dialog, setDialog] = useState<'copy' | 'rename' | null>(null);
  const showing = useShowing();
  const close = () => setDialog(null);
  const copy = <CopyDialog title={copyTitle(plan)} file={plan.file} text={draft.text} onClose={close} />;
  if (!isEditable(plan))
    return (
      <>
        <ShowingSwitch file={plan.file} showing={showing} />
        <BacktestLink file={plan.file} />
        <Button variant="filled" onClick={() => setDialog('copy')} disabled={roleNote !== null} title={roleNote ?? undefined}>
          Use as a start…
        </Button>
        {dialog === 'copy' ? copy : null}
      </>
    );
  return (
    <>
      <span role="status">{roleNote ?? stateOf(draft)}</span>
      <ShowingSwitch file={plan.file} showing={showing} />
      <BacktestLink file={plan.file} />
      <FileMenu disabled={roleNote !== null} sound={draft.check.ok} changed={draft.changed} onChoose={setDialog} />
      <Button variant="filled" loading={saving} disabled={roleNote !== null || !canSave(draft)} onClick={onSave}>
        Save
      </Button>
      {dialog === 'copy' ? copy : null}
      {dialog === 'rename' ? <RenameDialog file={plan.file} onClose={close} /> : null}
    </>
  );
}

function copyTitle(plan: PlanDetail): string {
  return isEditable(plan) ? `Duplicate ${plan.file}` : `Start a plan from ${plan.name}`;
}

interface FileMenuProps {
  readonly disabled: boolean;
  readonly sound: boolean;
  readonly changed: boolean;
  readonly onChoose: (dialog: 'copy' | 'rename') => void;
}

function FileMenu({ disabled, sound, changed, onChoose }: FileMenuProps) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label="More for this file" title="More for this file" disabled={disabled}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={!sound} onClick={() => onChoose('copy')}>
          Duplicate…
        </Menu.Item>
        <Menu.Item disabled={changed} onClick={() => onChoose('rename')}>
          {changed ? 'Rename… (save first)' : 'Rename…'}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
