/** Which ports the local mode listens on, and whether they are free. Keeps none of them open. */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const highestPort = 65_535;
/** Linux gives out ports from 32,768 on; macOS and Windows from 49,152. */
const lowestFreePort = 20_000;
const highestFreePort = 32_000;
const maxAttempts = 50;

/** @throws Error when the variable is set to anything but a port. */
export function readPort(name: string, value: string | undefined, defaultPort: number): number {
  if (value === undefined || value === '') return defaultPort;
  const port = Number(value);
  if (Number.isInteger(port) && port >= 1 && port <= highestPort) return port;
  throw new Error(`${name} takes a port from 1 to ${highestPort}, but is set to "${value}".`);
}

/**
 * Browsers try both loopback addresses for "localhost", so a port counts as free when it is on both.
 *
 * @throws Error that names the port and the variable that chooses another.
 */
export async function assertPortIsFree(port: number, variable: string, command = 'npm start'): Promise<void> {
  for (const host of ['127.0.0.1', '::1']) {
    if (await isTaken(port, host)) {
      throw new Error(
        `Port ${port} is taken. Free it, or choose another: ${variable}=${port + 10} ${command}`,
      );
    }
  }
}

/**
 * A port that nobody listens on at this moment, below those that systems give to anybody who asks for any: so
 * nobody takes it by chance before you do.
 */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const port = randomInt(lowestFreePort, highestFreePort);
    if (!(await isTaken(port, '127.0.0.1')) && !(await isTaken(port, '::1'))) return port;
  }
  throw new Error(
    `Found no free port from ${lowestFreePort} to ${highestFreePort} in ${maxAttempts} attempts.`,
  );
}

function isTaken(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(true);
      // A machine without IPv6 has nobody listening on it.
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve(false);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(false)));
  });
}
