import { createRoot } from 'react-dom/client';
import { App } from '../../../renderer/app.tsx';
import { createFakeBridge } from '../fake-bridge.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The fixture page has no root element.');
const bridge = createFakeBridge();
Object.assign(window, { fakeBridge: bridge });
createRoot(root).render(<App link={bridge} />);
