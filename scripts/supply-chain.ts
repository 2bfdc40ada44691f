/** What a lock file and an audit say of the packages that the project takes from others. Pure: reads no file, asks nobody. */

export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** `packages` of a package-lock.json, by path; the project itself is at "". */
export type LockedPackages = Readonly<Record<string, LockedPackage>>;

/** Licences that ask for no more than their text beside the code. */
const allowedLicences = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
]);

/** Paths of what the Worker may ship: `dependencies` of the project and all that they depend on. */
export function listShipped(packages: LockedPackages): string[] {
  const shipped = new Set<string>();
  const visit = (path: string): void => {
    for (const name of Object.keys(packages[path]?.dependencies ?? {})) {
      const found = findPackage(packages, path, name);
      if (found === null || shipped.has(found)) continue;
      shipped.add(found);
      visit(found);
    }
  };
  visit('');
  return [...shipped].sort();
}

/** As Node looks for it: in the package's own node_modules, then in those of the folders above. */
function findPackage(packages: LockedPackages, from: string, name: string): string | null {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (path in packages) return path;
    if (folder === '') return null;
  }
}

/** An SPDX expression: one alternative of an OR is enough. Undefined where a package names none. */
export function isAllowedLicence(licence: string | undefined): boolean {
  const alternatives = (licence ?? '').replaceAll(/^\(|\)$/g, '').split(' OR ');
  return alternatives.some((alternative) => allowedLicences.has(alternative));
}

/** Names of packages with an install script that `allowScripts` of package.json neither allows nor forbids. */
export function findUnlistedScripts(
  packages: LockedPackages,
  allowScripts: Readonly<Record<string, boolean>>,
): string[] {
  const withScript = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript === true);
  const names = withScript.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 13));
  return [...new Set(names)].filter((name) => !(name in allowScripts)).sort();
}

/** Names in `allowScripts` that no package of the lock file needs any more. */
export function findNeedlessEntries(
  packages: LockedPackages,
  allowScripts: Readonly<Record<string, boolean>>,
): string[] {
  return Object.keys(allowScripts).filter((name) => {
    const paths = Object.keys(packages).filter((path) => path.endsWith(`node_modules/${name}`));
    return !paths.some((path) => packages[path]?.hasInstallScript === true);
  });
}

const severe = new Set<unknown>(['high', 'critical']);

/** Packages with a severe advisory; null when the report is none, because the registry gave no answer. */
export function readAudit(report: unknown): string[] | null {
  const vulnerabilities = readField(report, 'vulnerabilities');
  if (typeof vulnerabilities !== 'object' || vulnerabilities === null) return null;
  return Object.entries(vulnerabilities)
    .filter(([, advisory]) => severe.has(readField(advisory, 'severity')))
    .map(([name]) => name);
}

function readField(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
