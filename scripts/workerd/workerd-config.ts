/** The configuration of workerd itself, as its text: one Worker on one socket. Text only; writes no file. */

export interface WorkerPlan {
  /** By the name that they are imported under; the first is the main one. `.mjs` and `.js` are code, all else text. */
  readonly modules: ReadonlyMap<string, Buffer>;
  readonly compatibilityDate: string;
  readonly compatibilityFlags: readonly string[];
  readonly vars: Readonly<Record<string, string>>;
  readonly durableObjects: readonly DurableObjectBinding[];
  /** Port of this machine that answers the Cache API; null where calls to it fail, which is a miss. */
  readonly cacheApiPort: number | null;
}

interface DurableObjectBinding {
  readonly name: string;
  readonly className: string;
}

/** @param port of the loopback that it listens on. The modules lie beside the configuration, under their names. */
export function printWorkerdConfig(plan: WorkerPlan, port: number): string {
  const { compatibilityDate, compatibilityFlags, durableObjects, cacheApiPort } = plan;
  const services = [
    '(name = "worker", worker = .worker)',
    // Upstream is on the loopback, which the default network does not reach.
    '(name = "internet", network = (allow = ["public", "private"]))',
    ...(cacheApiPort === null
      ? []
      : [`(name = "cache", external = (address = "127.0.0.1:${cacheApiPort}", http = ()))`]),
  ];
  const bindings = [
    ...Object.entries(plan.vars).map(([name, text]) => `(name = ${quote(name)}, text = ${quote(text)})`),
    ...durableObjects.map(
      ({ name, className }) => `(name = ${quote(name)}, durableObjectNamespace = ${quote(className)})`,
    ),
  ];
  const namespaces = durableObjects.map(
    ({ className }) => `(className = ${quote(className)}, uniqueKey = ${quote(className)}, enableSql = true)`,
  );
  const storage = durableObjects.length === 0 ? '' : '\n  durableObjectStorage = (inMemory = void),';
  const cache = cacheApiPort === null ? '' : '\n  cacheApiOutbound = "cache",';
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = ${list(services)},
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "worker")],
);

const worker :Workerd.Worker = (
  modules = ${list([...plan.modules.keys()].map(printModule))},
  compatibilityDate = ${quote(compatibilityDate)},
  compatibilityFlags = ${list(compatibilityFlags.map(quote))},
  bindings = ${list(bindings)},
  durableObjectNamespaces = ${list(namespaces)},${storage}${cache}
);
`;
}

function printModule(name: string): string {
  const kind = /\.m?js$/.test(name) ? 'esModule' : 'text';
  return `(name = ${quote(name)}, ${kind} = embed ${quote(name)})`;
}

function list(items: readonly string[]): string {
  return items.length === 0 ? '[]' : `[\n    ${items.join(',\n    ')},\n  ]`;
}

/** Cap'n Proto's texts have the escapes of C, as JSON's are for what occurs here. */
function quote(text: string): string {
  return JSON.stringify(text);
}
