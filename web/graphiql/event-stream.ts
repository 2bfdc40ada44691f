/**
 * Reads GraphQL over server-sent events (distinct connections mode): each `next` is a result, `complete` is the
 * end. The gateway ends its lines with a line feed alone, and a comment keeps the connection alive.
 */

const endOfEvent = '\n\n';

/** @returns the results in turn; whoever stops early has to call `return`, which closes the connection */
export function readEventStream(body: ReadableStream<Uint8Array>): AsyncIterableIterator<unknown> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let isOver = false;

  const close = async (): Promise<IteratorReturnResult<undefined>> => {
    isOver = true;
    // A read that waits is answered with the end.
    await reader.cancel();
    return { done: true, value: undefined };
  };
  const readEvent = async (): Promise<string | null> => {
    while (!text.includes(endOfEvent)) {
      const { done, value } = await reader.read();
      if (done) return null;
      text += decoder.decode(value, { stream: true });
    }
    const end = text.indexOf(endOfEvent);
    const event = text.slice(0, end);
    text = text.slice(end + endOfEvent.length);
    return event;
  };

  return {
    async next() {
      while (!isOver) {
        const event = await readEvent();
        if (event !== null && readField(event, 'event') === 'next') {
          return { done: false, value: JSON.parse(readField(event, 'data')) };
        }
        if (event !== null && readField(event, 'event') === 'complete') return close();
        if (event === null && !isOver) throw new Error('The connection broke before the event came.');
      }
      return { done: true, value: undefined };
    },
    return: close,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** Empty when the event has no such field. The space after the colon is not part of it. */
function readField(event: string, name: string): string {
  const values = event
    .split('\n')
    .filter((line) => line.startsWith(`${name}:`))
    .map((line) => line.slice(name.length + 1).replace(/^ /, ''));
  return values.join('\n');
}
