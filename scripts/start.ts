/**
 * `npm start`: the gateway in the real Workers runtime, and the emulator behind it unless `.dev.vars` names an
 * upstream. Ends all that it started when it is told to, or when a part of it fails.
 */
import { resolve } from 'node:path';
import { startEmulator } from '../emulator/server.ts';
import { createEnding } from './ending.ts';
import { assertPortIsFree, readPort } from './ports.ts';
import { createReadyText } from './ready-text.ts';
import { chooseStartMode, readDevVars } from './start-mode.ts';
import { startWranglerDev, type WranglerDev } from './wrangler-dev.ts';

const root = resolve(import.meta.dirname, '..');
const ending = createEnding();

try {
  const gateway = await start();
  await ending.end(1, await gateway.failed);
} catch (error) {
  await ending.end(1, error);
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
    ending.add(() => emulator.close());
  }
  const gateway = await startWranglerDev({
    root,
    port,
    vars: mode.vars,
    // One per port: two that run at once must not share a cache.
    stateDirectory: resolve(root, `.wrangler/start-${port}`),
  });
  ending.add(gateway.stop);
  gateway.output.follow((line) => process.stderr.write(`${line}\n`));
  console.log(createReadyText(mode, port));
  return gateway;
}
