/**
 * `npm start`: the gateway in the real Workers runtime, and the emulator behind it unless `.dev.vars` names an
 * upstream. Ends all that it started when it is told to, or when a part of it fails.
 */
import { resolve } from 'node:path';
import { startEmulator } from '../emulator/server.ts';
import { assertPortIsFree, readPort } from './ports.ts';
import { createReadyText } from './ready-text.ts';
import { chooseStartMode, readDevVars } from './start-mode.ts';
import { startWranglerDev, type WranglerDev } from './wrangler-dev.ts';

const root = resolve(import.meta.dirname, '..');
/** How to end what runs, the last one first: nobody then calls what is gone. */
const stops: (() => Promise<void>)[] = [];
let isEnding = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => end(0));
}
try {
  const gateway = await start();
  await end(1, await gateway.failed);
} catch (error) {
  await end(1, error);
}

async function start(): Promise<WranglerDev> {
  const port = readPort('PORT', process.env.PORT, 8787);
  const emulatorPort = readPort('EMULATOR_PORT', process.env.EMULATOR_PORT, 8790);
  const mode = chooseStartMode(
    await readDevVars(resolve(root, '.dev.vars')),
    `http://127.0.0.1:${emulatorPort}`,
  );

  await assertPortIsFree(port, 'PORT');
  if (mode.kind === 'emulator') {
    await assertPortIsFree(emulatorPort, 'EMULATOR_PORT');
    const emulator = await startEmulator({ port: emulatorPort, host: '127.0.0.1', live: true });
    stops.unshift(() => emulator.close());
  }
  const gateway = await startWranglerDev({
    root,
    port,
    vars: mode.vars,
    // One per port: two that run at once must not share a cache.
    stateDirectory: resolve(root, `.wrangler/start-${port}`),
  });
  stops.unshift(gateway.stop);
  gateway.output.follow((line) => process.stderr.write(`${line}\n`));
  console.log(createReadyText(mode, port));
  return gateway;
}

/** Only the first call counts: Ctrl-C in a terminal comes twice, from the terminal and from npm. */
async function end(exitCode: number, reason?: unknown): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  if (reason !== undefined) console.error(reason instanceof Error ? reason.message : reason);
  for (const stop of stops) await stop();
  process.exit(exitCode);
}
