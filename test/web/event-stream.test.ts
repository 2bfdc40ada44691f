/** The page's reader of server-sent events: results in turn, whatever the chunks, and an end in every case. */
import { expect, test, vi } from 'vitest';
import { readEventStream } from '../../web/graphiql/event-stream.ts';

const next = (result: string) => `event: next\ndata: ${result}\n\n`;
const complete = 'event: complete\ndata:\n\n';

function streamOf(...chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

async function readAll(body: ReadableStream<Uint8Array>): Promise<unknown[]> {
  const results: unknown[] = [];
  for await (const result of readEventStream(body)) results.push(result);
  return results;
}

test('gives each result, passes comments over and ends with the event that says so', async () => {
  const text = `:\n\n${next('{"data":1}')}:\n\n${next('{"data":2}')}${complete}${next('{"data":3}')}`;
  expect(await readAll(streamOf(bytesOf(text)))).toEqual([{ data: 1 }, { data: 2 }]);
});

test('reads what was cut anywhere, within a character too', async () => {
  const bytes = bytesOf(`${next('{"data":"Größe 支払い"}')}${complete}`);
  const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
  expect(await readAll(streamOf(...single))).toEqual([{ data: 'Größe 支払い' }]);
});

test('fails when the connection breaks before the end', async () => {
  await expect(readAll(streamOf(bytesOf(next('{"data":1}'))))).rejects.toThrow('The connection broke');
});

test('ends a wait and closes the connection when the reader stops', async () => {
  const cancel = vi.fn();
  const results = readEventStream(new ReadableStream({ cancel }));
  const waiting = results.next();
  await results.return?.();
  expect([await waiting, await results.next()]).toEqual(Array(2).fill({ done: true, value: undefined }));
  expect(cancel).toHaveBeenCalledOnce();
});
