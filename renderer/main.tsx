import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createLink } from './link.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element with the id "root": index.html is damaged.');
createRoot(root).render(<App link={createLink()} />);
