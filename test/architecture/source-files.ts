/// <reference types="vite/types/importMeta.d.ts" />
/** The texts of the project's TypeScript files, and what each file imports. */

const texts = import.meta.glob<string>('../../src/**/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const textsOutside = import.meta.glob<string>(
  [
    '../../emulator/**/*.ts',
    '../../scripts/**/*.ts',
    '../../web/**/*.ts',
    '../../bench/**/*.ts',
    '../../examples/**/*.ts',
    '!**/generated/**',
    '!**/__generated__/**',
  ],
  { query: '?raw', import: 'default', eager: true },
);

export interface Import {
  /** `src/…` for files of ours, else the package's name. */
  readonly from: string;
  /** Whether nothing of it is left when the code runs. */
  readonly isTypeOnly: boolean;
}

export interface SourceFile {
  /** From the project's root, such as `src/http/gateway.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

/** The Worker's. */
export const sourceFiles: readonly SourceFile[] = toFiles(texts);

/** Beside the Worker and the tests. */
export const filesOutside: readonly SourceFile[] = toFiles(textsOutside);

function toFiles(textsByPath: Readonly<Record<string, string>>): SourceFile[] {
  return Object.entries(textsByPath)
    .filter(([path]) => !path.endsWith('.d.ts'))
    .map(([path, text]) => {
      const ownPath = path.replace('../../', '');
      return { path: ownPath, text, imports: readImports(ownPath, text) };
    });
}

function readImports(path: string, text: string): Import[] {
  const statements = text.matchAll(/^(?:import|export)\s+(type\s+)?(?:([^;'"]*)\sfrom\s+)?'([^']+)'/gm);
  const calls = text.matchAll(/\bimport\(\s*'([^']+)'/g);
  return [
    ...[...statements].map(([, type, names = '', target = '']) => ({
      from: toPath(path, target),
      isTypeOnly: type !== undefined || areTypes(names),
    })),
    ...[...calls].map(([, target = '']) => ({ from: toPath(path, target), isTypeOnly: false })),
  ];
}

function toPath(path: string, target: string): string {
  return target.startsWith('.') ? new URL(target, `file:///${path}`).pathname.slice(1) : target;
}

/** Whether every name in braces is marked as a type. */
function areTypes(names: string): boolean {
  const inBraces = /^\{(.*)\}$/s.exec(names.trim())?.[1] ?? '';
  const each = inBraces
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return each.length > 0 && each.every((name) => name.startsWith('type '));
}

/** `src/http/gateway.ts` is in the room `http`; `src/context.ts` is the room `context`. */
export function roomOf(path: string): string {
  return path.split('/')[1]?.replace(/\.ts$/, '') ?? '';
}
