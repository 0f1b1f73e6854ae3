import { app } from 'electron';
import { runDesktop } from './desktop/run.ts';

// One window per workspace: a second start hands its deep link over and ends.
if (app.requestSingleInstanceLock()) runDesktop();
else app.quit();
