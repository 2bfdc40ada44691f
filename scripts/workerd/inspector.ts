/** A client of the inspector protocol over a WebSocket: a method in, its result out. Events are dropped. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';

const targetsSchema = v.array(v.object({ webSocketDebuggerUrl: v.string() }));
const messageSchema = v.object({
  id: v.optional(v.number()),
  result: v.optional(v.unknown()),
  error: v.optional(v.object({ message: v.string() })),
});

export interface Inspector {
  /** @throws Error with the inspector's own message. */
  send(method: string, params?: Readonly<Record<string, unknown>>): Promise<unknown>;
  close(): void;
}

/** A runtime that has just come up may offer its isolate a moment after it listens. */
const offerAttempts = 100;
const offerPauseMs = 100;

/** Opens the first isolate that the port offers. @throws Error when it offers none for ten seconds */
export async function openInspector(port: number): Promise<Inspector> {
  const socket = new WebSocket(await findIsolate(port));
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve(), { once: true });
    socket.addEventListener('error', () => reject(new Error('The inspector cannot be reached.')), {
      once: true,
    });
  });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let lastId = 0;
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error } = v.parse(messageSchema, JSON.parse(String(data)));
    if (id === undefined) return;
    if (error === undefined) waiting.get(id)?.resolve(result);
    else waiting.get(id)?.reject(new Error(`The inspector says: ${error.message}`));
    waiting.delete(id);
  });
  socket.addEventListener('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('The inspector closed the connection.'));
  });
  return {
    send(method, params = {}) {
      lastId += 1;
      const answer = Promise.withResolvers<unknown>();
      waiting.set(lastId, answer);
      socket.send(JSON.stringify({ id: lastId, method, params }));
      return answer.promise;
    },
    close: () => socket.close(),
  };
}

async function findIsolate(port: number): Promise<string> {
  for (let attempt = 0; attempt < offerAttempts; attempt += 1) {
    const response = await fetch(`http://127.0.0.1:${port}/json`);
    const [target] = v.parse(targetsSchema, await response.json());
    if (target !== undefined) return target.webSocketDebuggerUrl;
    await sleep(offerPauseMs);
  }
  throw new Error(`The inspector on port ${port} has no isolate.`);
}
