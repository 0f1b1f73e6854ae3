// Fills a folder with weeks of releases, in a process of its own: what it takes to make them is not part of the figure.
import { openStore } from '../../main/store/open.ts';
import { makeWeeks } from './backtest-data.ts';

const [folder = '', releases = '0'] = process.argv.slice(2);
const store = await openStore({ folder, now: () => Date.UTC(2026, 10, 10) });
const readings = makeWeeks(store, Number(releases), (done) => {
  if (done % 20 === 0) process.stderr.write(`made ${done} of ${releases} releases\n`);
});
store.close();
process.stdout.write(String(readings));
