/** Which ports the local stage listens on, and whether they are free. Keeps none of them open. */
import { createServer } from 'node:net';

const highestPort = 65_535;

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
export async function assertPortIsFree(port: number, variable: string): Promise<void> {
  for (const host of ['127.0.0.1', '::1']) {
    if (await isTaken(port, host)) {
      throw new Error(
        `Port ${port} is taken. Free it, or choose another: ${variable}=${port + 10} npm start`,
      );
    }
  }
}

/** A port that nobody listens on at this moment. Somebody else may take it before you do. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('There is no free port.'));
        else resolve(address.port);
      });
    });
  });
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
