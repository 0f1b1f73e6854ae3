import { nativeImage, Tray } from 'electron';
import type { ConsoleDoor } from '../commands/index.ts';
import type { StatusRow } from '../contract/shapes.ts';
import { resource } from '../paths.ts';

type Colour = 'green' | 'yellow' | 'red' | 'grey';

/** Colour of the fleet; the tooltip says the same in words. */
export function trayColour(status: Pick<StatusRow, 'worst' | 'offlineSince'>): Colour {
  if (status.offlineSince !== null || status.worst === null || status.worst === 'blind') return 'grey';
  if (status.worst === 'red' || status.worst === 'emergency') return 'red';
  return status.worst === 'yellow' ? 'yellow' : 'green';
}

export function trayText(status: Pick<StatusRow, 'worst' | 'needsYou' | 'offlineSince'>): string {
  if (status.offlineSince !== null) return 'Tidegate: no source answers';
  if (status.worst === null) return 'Tidegate: nothing is rolling';
  return status.needsYou === 0 ? `Tidegate: ${status.worst}` : `Tidegate: ${status.worst}, ${status.needsYou} need you`;
}

/** A tray icon that follows the fleet's worst verdict. */
export function createFleetTray(door: ConsoleDoor, onClick: () => void): { destroy: () => void } {
  const image = (colour: Colour): Electron.NativeImage => nativeImage.createFromPath(resource('icons', `tray-${colour}.png`));
  const tray = new Tray(image('grey'));
  tray.setToolTip('Tidegate');
  tray.on('click', onClick);
  const unsubscribe = door.subscribe((push) => {
    for (const change of push.changes) {
      if (change.table !== 'status') continue;
      tray.setImage(image(trayColour(change.row)));
      tray.setToolTip(trayText(change.row));
    }
  });
  return {
    destroy() {
      unsubscribe();
      tray.destroy();
    },
  };
}
