/** Which npm scripts a run consists of. There is no second list: the names in package.json decide. Pure. */

export interface Step {
  /** The name of the npm script. */
  readonly script: string;
  /** A check passes or fails as a whole; a test run reports each of its tests. */
  readonly kind: 'check' | 'tests';
  readonly timeoutMs: number;
}

const checkTimeoutMs = 3 * 60_000;
/** The slowest takes about five minutes on an idle machine with two cores. */
const testsTimeoutMs = 25 * 60_000;

/**
 * Every script named `check:…`, then `test`, then every script named `test:…`, in the order of package.json.
 * @param wanted script names; one that ends in ":" stands for all that start so; none means all
 * @throws Error when a wanted name is no step
 */
export function chooseSteps(scripts: readonly string[], wanted: readonly string[]): Step[] {
  const steps = [...scripts].flatMap(toStep).sort((a, b) => toRank(a.script) - toRank(b.script));
  const unknown = wanted.find((name) => !steps.some(({ script }) => isMeant(name, script)));
  if (unknown !== undefined)
    throw new Error(`No script of package.json that is a step is called "${unknown}".`);
  return wanted.length === 0
    ? steps
    : steps.filter(({ script }) => wanted.some((name) => isMeant(name, script)));
}

function toStep(script: string): Step[] {
  if (script.startsWith('check:')) return [{ script, kind: 'check', timeoutMs: checkTimeoutMs }];
  if (script === 'test' || script.startsWith('test:')) {
    return [{ script, kind: 'tests', timeoutMs: testsTimeoutMs }];
  }
  return [];
}

function toRank(script: string): number {
  if (script.startsWith('check:')) return 0;
  return script === 'test' ? 1 : 2;
}

function isMeant(name: string, script: string): boolean {
  return name.endsWith(':') ? script.startsWith(name) : script === name;
}
