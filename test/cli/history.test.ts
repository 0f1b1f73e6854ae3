import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { saveApplication } from '../../main/store/applications.ts';
import { saveConnection } from '../../main/store/connections.ts';
import { openStore } from '../../main/store/open.ts';
import { planLike } from '../support/engine/bench.ts';
import { type CliPlace, cliPlace } from '../support/cli.ts';

/** A workspace with one application, one source and the plan `plain`, apart from everything of this user. */
async function place(prometheus = 'http://127.0.0.1:9'): Promise<CliPlace> {
  const cli = cliPlace();
  const { workspace } = cli;
  mkdirSync(join(workspace, 'plans'), { recursive: true });
  writeFileSync(join(workspace, 'plans', 'plain.yaml'), planLike(['{ what: errors }', '{ query: "errors{app=\\"{{application}}\\"}" }']));
  const store = await openStore({ folder: workspace, now: () => Date.now() });
  saveApplication(store.writer, { id: 'pryde', name: 'Pryde' });
  saveConnection(store.writer, { id: 'con-1', kind: 'metric', adapter: 'prometheus', name: 'numbers', settings: { url: prometheus } });
  store.close();
  return cli;
}

const belongs = ['--application', 'pryde', '--plan', 'plain'];
const csv = `metric,release,channel,platform,ts,value,samples\n${[0, 1, 2].map((step) => `errors,1.0,*,web,${1_763_000_000_000 + step * 15_000},0.0${step + 1},50`).join('\n')}\n`;

describe('history', () => {
  test('R4.11 goes in from a file once, comes out the same, and is removed again', { timeout: 120_000 }, async () => {
    const { file, run } = await place();
    const first = await run('history', 'import', file('in.csv', csv), ...belongs);
    expect(first).toMatchObject({ code: 0, error: '' });
    expect(first.out).toContain('3 imported, 0 there already');
    const again = await run('--json', 'history', 'import', file('in.csv'), ...belongs);
    expect(JSON.parse(again.out)).toMatchObject({ row: null, known: 3, differing: 0, problems: [] });
    const out = await run('history', 'export', ...belongs, '--out', file('out.csv'));
    expect(out.out).toContain('3 rows');
    expect(readFileSync(file('out.csv'), 'utf8')).toBe(csv);
    expect(existsSync(file('out.csv.part'))).toBe(false);
    const [kept] = JSON.parse((await run('history', 'list', '--json')).out) as { id: string }[];
    expect(await run('history', 'remove', kept?.id ?? '', '--reason', 'not needed')).toMatchObject({ code: 0 });
    expect((await run('history', 'export', ...belongs)).out).toBe('metric,release,channel,platform,ts,value,samples\n');
  });

  test('R4.11 with a mistake is refused with file and line, and nothing is kept', { timeout: 120_000 }, async () => {
    const { file, run } = await place();
    const broken = await run('history', 'import', file('in.csv', csv.replace('0.02', 'one')), ...belongs);
    expect(broken.code).toBe(1);
    expect(broken.out).toContain('in.csv: line 3: value "one" is not a number');
    expect((await run('history', 'import', file('in.csv'), '--application', 'nobody', '--plan', 'plain')).code).toBe(4);
    expect((await run('history', 'import', '--help')).out).toContain('--source <connection>');
  });

  test('R4.11 says with exit code 2 which option is missing or cannot be read', { timeout: 120_000 }, async () => {
    const { file, run } = await place();
    const unplanned = await run('history', 'import', file('in.csv', csv), '--application', 'pryde');
    expect(unplanned).toMatchObject({ code: 2, out: '' });
    expect(unplanned.error).toContain('--plan is missing');
    const timeless = await run('history', 'import', ...belongs, '--source', 'numbers', '--metric', 'errors', '--from', 'banana');
    expect(timeless).toMatchObject({ code: 2, out: '' });
    expect(timeless.error).toContain('--from "banana" is not a time');
  });

  test('R4.11 is fetched from Prometheus over a range', { timeout: 120_000 }, async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        asked.push(`${request.url ?? ''} ${body}`);
        const form = new URLSearchParams(body === '' ? (request.url ?? '').split('?')[1] : body);
        const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(form.get(name)));
        const values = [];
        for (let ts = start ?? 0; ts <= (end ?? 0); ts += step ?? 60) values.push([ts, '0.01']);
        response.setHeader('content-type', 'application/json');
        response.end(
          JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: [{ metric: { release: '1.0' }, values }] } }),
        );
      });
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { run } = await place(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const range = [
      '--source',
      'numbers',
      '--metric',
      'errors',
      '--from',
      '2026-01-01T00:00:00Z',
      '--to',
      '2026-01-02T12:00:00Z',
      '--step',
      '1m',
    ];
    const done = await run('--json', 'history', 'import', ...belongs, ...range);
    expect(JSON.parse(done.out)).toMatchObject({ row: { kind: 'range', added: 2161 }, problems: [] });
    expect(asked.length).toBe(2);
    expect(asked[0]).toContain('query_range');
    expect((await run('history', 'import', ...belongs, ...range.with(1, 'others'))).error).toContain('comes from numbers, not from others');
  });
});
