/** Reads a V8 CPU profile: which functions, and which files of the bundle, the samples fell into. Pure. */
import * as v from 'valibot';

const profileSchema = v.looseObject({
  nodes: v.array(
    v.looseObject({
      id: v.number(),
      callFrame: v.looseObject({ functionName: v.string(), url: v.string(), lineNumber: v.number() }),
    }),
  ),
  samples: v.array(v.number()),
  timeDeltas: v.array(v.number()),
});

export type CpuProfile = v.InferOutput<typeof profileSchema>;

/** @throws Error when the inspector's result holds none. */
export function readProfile(result: unknown): CpuProfile {
  return v.parse(v.object({ profile: profileSchema }), result).profile;
}

export interface SelfTime {
  readonly name: string;
  /** Where the bundler says it comes from; empty for the engine's own. */
  readonly file: string;
  readonly microseconds: number;
}

/** By function, the largest first. @param source the bundle, not minified */
export function sumByFunction({ nodes, samples, timeDeltas }: CpuProfile, source: string): SelfTime[] {
  const files = findFiles(source);
  const nodesById = new Map(nodes.map((node) => [node.id, node]));
  const sums = new Map<string, SelfTime>();
  for (const [index, id] of samples.entries()) {
    const frame = nodesById.get(id)?.callFrame;
    if (frame === undefined) continue;
    const name = frame.functionName === '' ? '(anonymous)' : frame.functionName;
    const file = isEngine(name, frame.url) ? '' : (files[frame.lineNumber] ?? frame.url);
    const key = `${name} ${file} ${frame.lineNumber}`;
    const microseconds = (sums.get(key)?.microseconds ?? 0) + (timeDeltas[index] ?? 0);
    sums.set(key, {
      name: name === '(anonymous)' ? `(anonymous, line ${frame.lineNumber + 1})` : name,
      file,
      microseconds,
    });
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

function isEngine(name: string, url: string): boolean {
  return url === '' || (name.startsWith('(') && name !== '(anonymous)');
}

function toPackage(file: string): string {
  const name = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
  return name === undefined ? file : `npm: ${name}`;
}

function sort(rows: SelfTime[]): SelfTime[] {
  return rows.sort((a, b) => b.microseconds - a.microseconds);
}
