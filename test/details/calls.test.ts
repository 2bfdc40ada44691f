/// <reference types="vite/types/importMeta.d.ts" />
/** What results in depth cost Checkly, cold and asked again: the table of docs/results.md. */

import { expect, test } from 'vitest';
import { createTestGateway } from '../support/test-gateway.ts';

const asked: readonly (readonly [name: string, fields: string])[] = [
  ['`results { name status }`', 'results { name status }'],
  ['`results(first: 3) { isFlaky detail { errors } }`', 'results(first: 3) { isFlaky detail { errors } }'],
  ['`results(first: 3) { assets { url } }`', 'results(first: 3) { assets { url } }'],
  [
    '`results(first: 3) { isFlaky assets(types: [LOG]) { url } hasMoreAssets(types: [LOG]) }`',
    'results(first: 3) { isFlaky assets(types: [LOG]) { url } hasMoreAssets(types: [LOG]) }',
  ],
];

async function tell(fields: string): Promise<readonly number[]> {
  const gateway = createTestGateway({ emulator: { sessions: 0 } });
  const passed = ['1', '2', '3'].map((digit) => `cccccccc-0000-4000-8000-00000000000${digit}`);
  const [id] = gateway.emulator.addSessions([{ status: 'PASSED', passed }]);
  const calls: number[] = [];
  for (let time = 0; time < 2; time += 1) {
    const before = gateway.upstreamCalls();
    const { errors, extensions } = await gateway.ask(`{ testSession(id: "${id}") { ${fields} } }`);
    calls.push(gateway.upstreamCalls() - before);
    expect([errors, Object(extensions.cost).upstreamCalls]).toEqual([[], calls[time]]);
    await gateway.settle();
  }
  return calls;
}

const path = '../../docs/results.md';
const pages = import.meta.glob<string>('../../docs/results.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

test('docs/results.md says what each question costs', async () => {
  const lines = ['| Asked of one session | cold | again |', '|---|---:|---:|'];
  for (const [name, fields] of asked) lines.push(`| ${[name, ...(await tell(fields))].join(' | ')} |`);
  const page = pages[path] ?? '';
  const [start, end] = ['<!-- calls:start -->\n', '<!-- calls:end -->'];
  const before = page.slice(0, page.indexOf(start) + start.length);
  const printed = `${before}${lines.join('\n')}\n${page.slice(page.indexOf(end))}`;
  await expect(printed).toMatchFileSnapshot(path);
});
