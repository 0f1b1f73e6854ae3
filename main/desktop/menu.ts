import type { MenuItemConstructorOptions } from 'electron';

const views = [
  ['Home', '/', 'CmdOrCtrl+1'],
  ['Incidents', '/incidents', 'CmdOrCtrl+2'],
  ['Plans', '/plans', 'CmdOrCtrl+3'],
  ['Audit', '/audit', 'CmdOrCtrl+4'],
  ['Connections', '/connections', 'CmdOrCtrl+5'],
  ['Settings', '/settings', 'CmdOrCtrl+,'],
] as const;

/** The application menu: the views, editing and the window; nothing that acts on a rollout without its page in sight. */
export function menuTemplate(go: (path: string) => void): MenuItemConstructorOptions[] {
  return [
    { role: 'appMenu', visible: process.platform === 'darwin' },
    { role: 'fileMenu' },
    { role: 'editMenu' },
    { label: 'Go', submenu: views.map(([label, path, accelerator]) => ({ id: `go:${path}`, label, accelerator, click: () => go(path) })) },
    {
      label: 'View',
      submenu: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { type: 'separator' }, { role: 'togglefullscreen' }],
    },
    { role: 'windowMenu' },
  ];
}
