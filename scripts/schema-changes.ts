/** What a schema's changes since the last release mean for clients, and the version that they ask for. Pure. */
import {
  buildSchema,
  findBreakingChanges,
  findDangerousChanges,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';

/** From what may be released with no word to what breaks clients; each allows what those before it allow. */
const bumps = ['none', 'patch', 'minor', 'major'] as const;
export type Bump = (typeof bumps)[number];

export interface SchemaChanges {
  /** A client's valid document may become invalid, or its answer of another shape. */
  readonly breaking: readonly string[];
  /** Documents stay valid, but clients may meet a value that they do not know. */
  readonly dangerous: readonly string[];
  /** Anything at all differs, descriptions included. */
  readonly isChanged: boolean;
}

/** @throws GraphQLError for a text that is no schema */
export function compareSchemas(releasedText: string, currentText: string): SchemaChanges {
  const [released, current] = [releasedText, currentText].map((text) =>
    lexicographicSortSchema(buildSchema(text)),
  );
  if (released === undefined || current === undefined) throw new TypeError('Two schemas are compared.');
  return {
    breaking: findBreakingChanges(released, current).map(({ description }) => description),
    dangerous: findDangerousChanges(released, current).map(({ description }) => description),
    isChanged: printSchema(released) !== printSchema(current),
  };
}

/** As semantic versioning has it; below 1.0.0 a minor version may break, and a patch may add. */
export function toRequiredBump({ breaking, isChanged }: SchemaChanges, version: string): Bump {
  const isStable = !version.startsWith('0.');
  if (breaking.length > 0) return isStable ? 'major' : 'minor';
  if (isChanged) return isStable ? 'minor' : 'patch';
  return 'none';
}

export function isEnough(planned: Bump, required: Bump): boolean {
  return bumps.indexOf(planned) >= bumps.indexOf(required);
}
