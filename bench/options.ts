/** What the command line of `npm run bench` asks for. Reads and validates it; runs nothing. */
import { parseArgs } from 'node:util';

export interface Options {
  readonly mode: 'compare' | 'quick' | 'growth' | 'heap' | 'profile';
  /** The candidate that is profiled; null in the other modes. */
  readonly profiled: string | null;
  readonly rounds: number;
  readonly roundMs: number;
  readonly connections: number;
  readonly coldStarts: number;
  /** Parts of candidates' names; empty for all. */
  readonly only: readonly string[];
  readonly hasPeers: boolean;
  readonly isMinified: boolean;
  readonly isRecorded: boolean;
  /** The result of another run, which `--quick` compares with; null for the recorded ratios. */
  readonly against: string | null;
  /** Name of the file in `bench/results/`. */
  readonly name: string;
}

export const usage = `npm run bench -- [options]

  (none)           the whole comparison: a table, and bench/results/<name>.json
  --quick          about a minute; fails when a ratio is over 1.25 times the one in bench/recorded.json
  --against FILE   with --quick: another run's result, in place of bench/recorded.json
  --growth         executed at first 1, 20, 100 and 500, and microseconds a row
  --heap           the heap after collection at 2,000, 4,000 … 10,000 distinct filters; fails when it grows
  --profile NAME   one candidate under load: a .cpuprofile, and the functions and files that take most time
  --peers          also the servers of bench/peers (installs them)
  --record         writes bench/recorded.json and the table in docs/performance.md
  --no-minify      the gateway's bundle with its names (always so with --profile)
  --only A,B       candidates whose name contains A or B; the two limits are always there
  --name NAME      of the file in bench/results/
  --rounds N  --round-ms N  --connections N  --cold-starts N`;

/** @throws Error that names the option. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      against: { type: 'string' },
      growth: { type: 'boolean', default: false },
      heap: { type: 'boolean', default: false },
      profile: { type: 'string' },
      peers: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      'no-minify': { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      name: { type: 'string' },
      rounds: { type: 'string' },
      'round-ms': { type: 'string' },
      connections: { type: 'string' },
      'cold-starts': { type: 'string' },
    },
  });
  const mode = toMode({ ...values, profile: values.profile !== undefined });
  if (values.record && mode !== 'compare') throw new Error('--record belongs to the whole comparison.');
  if (values.against !== undefined && mode !== 'quick') throw new Error('--against belongs to --quick.');
  const defaults = defaultsOf[mode];
  return {
    mode,
    profiled: values.profile ?? null,
    rounds: readCount('--rounds', values.rounds, defaults.rounds),
    roundMs: readCount('--round-ms', values['round-ms'], defaults.roundMs),
    connections: readCount('--connections', values.connections, 8),
    coldStarts: readCount('--cold-starts', values['cold-starts'], defaults.coldStarts),
    only: values.only.split(',').filter((part) => part !== ''),
    hasPeers: values.peers,
    isMinified: mode !== 'profile' && !values['no-minify'],
    isRecorded: values.record,
    against: values.against ?? null,
    name: values.name ?? mode,
  };
}

const defaultsOf = {
  compare: { rounds: 9, roundMs: 1_500, coldStarts: 7 },
  quick: { rounds: 5, roundMs: 1_000, coldStarts: 0 },
  growth: { rounds: 5, roundMs: 1_000, coldStarts: 0 },
  heap: { rounds: 0, roundMs: 0, coldStarts: 0 },
  profile: { rounds: 1, roundMs: 8_000, coldStarts: 0 },
} as const;

type Mode = Options['mode'];

const namedModes = ['quick', 'growth', 'heap', 'profile'] as const satisfies readonly Mode[];

function toMode(asked: Readonly<Record<(typeof namedModes)[number], boolean>>): Mode {
  const [mode = 'compare', another] = namedModes.filter((name) => asked[name]);
  if (another !== undefined) throw new Error('Choose one of --quick, --growth, --heap and --profile.');
  return mode;
}

function readCount(name: string, text: string | undefined, defaultCount: number): number {
  if (text === undefined) return defaultCount;
  const count = Number(text);
  if (Number.isInteger(count) && count >= 0) return count;
  throw new Error(`${name} takes a whole number, but got: ${text}.`);
}
