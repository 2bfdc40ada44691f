/** Reads a V8 CPU profile: which functions, and which files of the bundle, the samples fell into. Pure. */
import * as v from 'valibot';

const profileSchema = v.looseObject({
  nodes: v.array(
    v.looseObject({
      id: v.number(),
      children: v.optional(v.array(v.number())),
      callFrame: v.looseObject({ functionName: v.string(), url: v.string(), lineNumber: v.number() }),
    }),
  ),
  samples: v.array(v.number()),
  timeDeltas: v.array(v.number()),
});

const noFrame: Frame = { functionName: '(unknown)', url: '', lineNumber: 0 };

export type CpuProfile = v.InferOutput<typeof profileSchema>;

/** @throws Error when the inspector's result holds none. */
export function readProfile(result: unknown): CpuProfile {
  return v.parse(v.object({ profile: profileSchema }), result).profile;
}

export interface SelfTime {
  readonly name: string;
  /** Where the bundler says that it comes from; of the engine's own functions, where they are called from. */
  readonly file: string;
  readonly microseconds: number;
}

type Frame = CpuProfile['nodes'][number]['callFrame'];

/** By function, the largest first; the engine's own by their caller. @param sources the modules by name, not minified */
export function sumByFunction(profile: CpuProfile, sources: ReadonlyMap<string, string>): SelfTime[] {
  const files = new Map([...sources].map(([name, source]) => [name, findFiles(source)]));
  const describe = (frame: Frame): Omit<SelfTime, 'microseconds'> => ({
    name: frame.functionName === '' ? `(anonymous, line ${frame.lineNumber + 1})` : frame.functionName,
    file: files.get(frame.url)?.[frame.lineNumber] ?? frame.url,
  });
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(profile.nodes.flatMap((node) => (node.children ?? []).map((id) => [id, node.id])));
  const describeNode = (id: number): Omit<SelfTime, 'microseconds'> => {
    const frame = nodes.get(id)?.callFrame ?? noFrame;
    if (frame.url !== '') return describe(frame);
    const callers = findCallers(id, parents).map((caller) => nodes.get(caller)?.callFrame ?? noFrame);
    const caller = callers.find(({ url }) => url !== '');
    // The collector interrupts whoever runs: that is not its cause.
    if (caller === undefined || isState(frame))
      return { name: frame.functionName || '(native, called by the runtime)', file: '' };
    const { name, file } = describe(caller);
    return { name: `${frame.functionName || '(native)'} in ${name}`, file };
  };
  const sums = new Map<string, SelfTime>();
  for (const [index, id] of profile.samples.entries()) {
    const { name, file } = describeNode(id);
    const key = `${name} ${file} ${nodes.get(id)?.callFrame.lineNumber}`;
    const microseconds = (sums.get(key)?.microseconds ?? 0) + (profile.timeDeltas[index] ?? 0);
    sums.set(key, { name, file, microseconds });
  }
  return sort([...sums.values()]);
}

/** By file, packages of npm as one; the engine's own entries by their names. */
export function sumByFile(functions: readonly SelfTime[]): SelfTime[] {
  const sums = new Map<string, number>();
  for (const { name, file, microseconds } of functions) {
    const key = file === '' ? name : toPackage(file);
    sums.set(key, (sums.get(key) ?? 0) + microseconds);
  }
  return sort([...sums].map(([name, microseconds]) => ({ name, file: '', microseconds })));
}

export function printTop(rows: readonly SelfTime[], count: number, requests: number): string {
  const busy = rows.filter(({ name }) => name !== '(idle)');
  const total = busy.reduce((sum, { microseconds }) => sum + microseconds, 0);
  return busy
    .slice(0, count)
    .map(({ name, file, microseconds }) => {
      const perRequest = (microseconds / requests).toFixed(1).padStart(8);
      const share = ((100 * microseconds) / total).toFixed(1).padStart(5);
      return `${perRequest} µs ${share} %  ${name}${file === '' ? '' : `  ${file}`}`;
    })
    .join('\n');
}

/** The file of each line of a bundle, by the comments that the bundler puts before each file's code. */
function findFiles(source: string): string[] {
  let file = '';
  return source.split('\n').map((line) => {
    const named = /^\/\/ ((?:[\w@.-]+\/)*[\w@.-]+\.(?:[cm]?[jt]s|graphql))$/.exec(line)?.[1];
    file = named?.replace(/^.*?(?=node_modules\/)/, '') ?? file;
    return file;
  });
}

/** `(garbage collector)`, `(program)`, `(idle)`: what the engine did, and no function. */
function isState({ functionName }: Frame): boolean {
  return functionName.startsWith('(');
}

function findCallers(id: number, parents: ReadonlyMap<number, number>): number[] {
  const callers: number[] = [];
  for (let at = parents.get(id); at !== undefined; at = parents.get(at)) callers.push(at);
  return callers;
}

function toPackage(file: string): string {
  const name = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
  return name === undefined ? file : `npm: ${name}`;
}

function sort(rows: SelfTime[]): SelfTime[] {
  return rows.sort((a, b) => b.microseconds - a.microseconds);
}
