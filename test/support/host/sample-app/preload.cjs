const { contextBridge, ipcRenderer } = require('electron');

contextBridge.exposeInMainWorld('sample', {
  invoke: (channel, value) => ipcRenderer.invoke(channel, value),
  count: () => ipcRenderer.send('count'),
  onNumber: (listener) => {
    const hear = (_event, number) => listener(number);
    ipcRenderer.on('number', hear);
    return () => ipcRenderer.off('number', hear);
  },
});
