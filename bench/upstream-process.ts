/** The benchmark's upstream as a running process beside the load generator, and how many calls it has had. */
import { resolve } from 'node:path';
import { findFreePort } from '../scripts/ports.ts';
import { readBody, toRequestBytes } from '../scripts/workerd/connection.ts';
import { startBesideLoad } from '../scripts/workerd/processes.ts';
import { waitForConnection } from '../scripts/workerd/servers.ts';

export interface Upstream {
  readonly port: number;
  /** Since its start. */
  countCalls(): Promise<number>;
  stop(): Promise<void>;
}

export async function startUpstream(): Promise<Upstream> {
  const port = await findFreePort();
  const running = startBesideLoad(process.execPath, [
    resolve(import.meta.dirname, 'upstream.ts'),
    String(port),
  ]);
  try {
    const connection = await waitForConnection(running, port);
    const question = toRequestBytes({ method: 'GET', path: '/calls', headers: {}, body: '' });
    return {
      port,
      countCalls: async () => Number(readBody(await connection.ask(question))),
      async stop() {
        connection.close();
        await running.stop();
      },
    };
  } catch (error) {
    await running.stop();
    throw error;
  }
}
