/// <reference types="vite/types/importMeta.d.ts" />
/** The texts of `src/`, and what each file imports. */

const texts = import.meta.glob<string>('../../src/**/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export interface Import {
  /** `src/…` for files of ours, else the package's name. */
  readonly from: string;
  readonly isTypeOnly: boolean;
}

export interface SourceFile {
  /** From the project's root, such as `src/http/gateway.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

export const sourceFiles: readonly SourceFile[] = Object.entries(texts)
  .filter(([path]) => !path.endsWith('.d.ts'))
  .map(([path, text]) => {
    const ownPath = path.replace('../../', '');
    return { path: ownPath, text, imports: readImports(ownPath, text) };
  });

function readImports(path: string, text: string): Import[] {
  const statements = text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^;'"]*\sfrom\s+)?'([^']+)';/gm);
  return [...statements].map(([, type, target = '']) => ({
    from: target.startsWith('.') ? new URL(target, `file:///${path}`).pathname.slice(1) : target,
    isTypeOnly: type !== undefined,
  }));
}

/** `src/http/gateway.ts` is in the room `http`; `src/server.ts` is the room `server`. */
export function roomOf(path: string): string {
  return path.split('/')[1]?.replace(/\.ts$/, '') ?? '';
}
