/**
 * `npm run soak -- --minutes 10`: mixed traffic on the built gateway in workerd, its memory every 30 seconds, and
 * whether that is level after the first third. Fails when it is not, or when an answer is a 500.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Agent, request } from 'undici';
import { createRandom } from '../emulator/random.ts';
import { setup as buildWorker } from './build-worker.ts';
import { judgeSamples, printSamples, type Sample, toMegabytes } from './soak/samples.ts';
import { createTraffic, type Sent, type Told } from './soak/traffic.ts';
import { type BareGateway, startBareGateway } from './workerd/bare-gateway.ts';
import { openIsolate } from './workerd/heap.ts';
import { readResidentBytes } from './workerd/processes.ts';

const impatienceMs = 20;
/** An answer takes no longer than all calls of a request may, nor does a subscription here. */
const answerTimeoutMs = 30_000;
/** Of what answers told, the newest are asked about. */
const maxTold = 500;

const vars = {
  CACHE_PARTITION_SECRET: 'for-the-soak-only-not-a-secret-000000000',
  ENVIRONMENT: 'local',
  UPSTREAM_CALLS_PER_MINUTE: '100000',
  SUBSCRIPTION_MAX_SECONDS: '5',
};

interface Options {
  readonly minutes: number;
  readonly requestsPerSecond: number;
  readonly seed: number;
  readonly everySeconds: number;
}

async function soak({ minutes, requestsPerSecond, seed, everySeconds }: Options): Promise<boolean> {
  await buildWorker();
  const gateway = await startBareGateway({
    vars,
    emulator: { live: true, requestsPerMinute: null },
    isInspected: true,
  });
  const isolate = await openIsolate(gateway.server);
  try {
    const samples: Sample[] = [];
    const load = createLoad(gateway, seed);
    const startedAt = performance.now();
    const elapsedSeconds = () => (performance.now() - startedAt) / 1000;
    const readSample = async (): Promise<void> => {
      const residentBytes = (await readResidentBytes(gateway.server.pid)) ?? Number.NaN;
      const { usedBytes } = await isolate.readHeap();
      samples.push({ seconds: elapsedSeconds(), requests: load.sent(), residentBytes, heapBytes: usedBytes });
      process.stderr.write(`${printSamples(samples.slice(-1)).split('\n').at(-1)}\n`);
    };
    while (elapsedSeconds() < minutes * 60) {
      // In small steps: what the machine cannot take is left out, not sent at once later.
      load.send(requestsPerSecond / 20);
      await sleep(50);
      if (elapsedSeconds() >= (samples.length + 1) * everySeconds) await readSample();
    }
    await load.settled();
    const { usedBytes } = await isolate.readLiveHeap();
    const verdict = judgeSamples(samples);
    console.log(printSamples(samples));
    console.log(`\n${verdict.line}`);
    console.log(`When all garbage is collected the heap is ${toMegabytes(usedBytes)} MB.`);
    console.log(`Answers by status: ${JSON.stringify(load.statuses())}`);
    return verdict.isLevel && !('500' in load.statuses());
  } finally {
    isolate.close();
    await gateway.stop();
  }
}

interface Load {
  /** Starts so many requests, unless too many are under way. */
  send(count: number): void;
  sent(): number;
  statuses(): Readonly<Record<string, number>>;
  settled(): Promise<void>;
}

const maxUnderWay = 32;

function createLoad({ url }: BareGateway, seed: number): Load {
  const agent = new Agent({ connections: maxUnderWay });
  const random = createRandom(seed);
  const next = createTraffic(random);
  const told = createTold();
  const statuses: Record<string, number> = {};
  const underWay = new Set<Promise<void>>();
  let owed = 0;
  let sent = 0;
  const sendOne = async ({ method, path, headers, body, isImpatient }: Sent): Promise<void> => {
    sent += 1;
    const patienceMs = isImpatient ? impatienceMs : answerTimeoutMs;
    let status = 'left';
    try {
      const response = await request(url + path, {
        method,
        headers,
        body,
        signal: AbortSignal.timeout(patienceMs),
        dispatcher: agent,
      });
      const text = await response.body.text();
      status = String(response.statusCode);
      told.read(text);
    } catch (error) {
      if (!isImpatient) {
        console.error(`${error}: ${method} ${path} ${JSON.stringify(headers)} ${body}`);
        status = 'failed';
      }
    }
    statuses[status] = (statuses[status] ?? 0) + 1;
  };
  return {
    send(count) {
      for (owed += count; owed >= 1; owed -= 1) {
        if (underWay.size >= maxUnderWay) continue;
        const work = sendOne(next(told)).finally(() => underWay.delete(work));
        underWay.add(work);
      }
    },
    sent: () => sent,
    statuses: () => statuses,
    settled: async () => void (await Promise.all(underWay)),
  };
}

function createTold(): Told & { read(text: string): void } {
  const sessionIds: string[] = [];
  const cursors: string[] = [];
  const add = (list: string[], text: string, pattern: RegExp): void => {
    for (const [, value = ''] of text.matchAll(pattern)) list.push(value);
    list.splice(0, list.length - maxTold);
  };
  return {
    sessionIds,
    cursors,
    read(text) {
      add(sessionIds, text, /"sessionId":"([^"]+)"/g);
      add(cursors, text, /"cursor":"([^"]+)"/g);
    },
  };
}

function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '10' },
      rate: { type: 'string', default: '150' },
      seed: { type: 'string', default: '1' },
      every: { type: 'string', default: '30' },
    },
  });
  const toNumber = (name: 'minutes' | 'rate' | 'seed' | 'every'): number => {
    const number = Number(values[name]);
    if (Number.isFinite(number) && number > 0) return number;
    throw new Error(`--${name} takes a number above 0, but got: ${values[name]}.`);
  };
  return {
    minutes: toNumber('minutes'),
    requestsPerSecond: toNumber('rate'),
    seed: toNumber('seed'),
    everySeconds: toNumber('every'),
  };
}

soak(readOptions(process.argv.slice(2))).then(
  (isGood) => {
    process.exitCode = isGood ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
