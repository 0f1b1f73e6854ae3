import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import type { Settings } from '../../../main/contract/system.ts';
import { Card } from '../../parts/card.tsx';
import { Setting } from './setting.tsx';
import type { SaveSettings } from './use-settings.ts';

const themes: { value: Settings['theme']; label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

/** How the window looks; the theme changes at once, and stays only when it could be stored. */
export function LookCard({ settings }: { readonly settings: SaveSettings }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  async function choose(theme: Settings['theme']): Promise<void> {
    const before = colorScheme;
    setColorScheme(theme === 'system' ? 'auto' : theme);
    if (!(await settings.save({ theme }))) setColorScheme(before);
  }
  return (
    <Card title="Appearance">
      <Setting name="Theme" help="Motion follows the system's setting for reduced motion.">
        <SegmentedControl
          aria-label="Theme"
          size="sm"
          data={themes}
          value={settings.shown.theme}
          onChange={(theme) => void choose(theme)}
        />
      </Setting>
    </Card>
  );
}
