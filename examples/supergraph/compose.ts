/** Composes subgraphs with the libraries of Apollo, The Guild and WunderGraph. Errors and warnings alike fail the caller. */
import { composeServices as composeWithApollo } from '@apollo/composition';
import { composeServices as composeWithTheGuild } from '@theguild/federation-composition';
import { federateSubgraphs, ROUTER_COMPATIBILITY_VERSION_ONE } from '@wundergraph/composition';
import { parse } from 'graphql';

export interface Subgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

export type Composer = 'Apollo' | 'The Guild';
export const composers: readonly Composer[] = ['Apollo', 'The Guild'];

/** The supergraph's schema. @throws Error with what the composer has to say against it */
export function compose(composer: Composer, subgraphs: readonly Subgraph[]): string {
  const { supergraphSdl, complaints } = composer === 'Apollo' ? runApollo(subgraphs) : runTheGuild(subgraphs);
  if (supergraphSdl === undefined || complaints.length > 0) throw new Error(complaints.join('\n'));
  return supergraphSdl;
}

/** What WunderGraph's composer, of the Cosmo router, has to say against the subgraphs. It makes no supergraph's schema. */
export function checkWithCosmo(subgraphs: readonly Subgraph[]): readonly string[] {
  const result = federateSubgraphs({
    subgraphs: subgraphs.map(({ name, url, sdl }) => ({ name, url, definitions: parse(sdl) })),
    version: ROUTER_COMPATIBILITY_VERSION_ONE,
  });
  const errors = result.success ? [] : result.errors;
  return [...errors, ...result.warnings].map(({ message }) => message);
}

interface Composed {
  readonly supergraphSdl: string | undefined;
  readonly complaints: readonly string[];
}

function runApollo(subgraphs: readonly Subgraph[]): Composed {
  const { supergraphSdl, errors = [], hints = [] } = composeWithApollo(subgraphs.map(toService));
  const warnings = hints.filter(({ definition }) => definition.level.name === 'WARN');
  return { supergraphSdl, complaints: [...errors, ...warnings].map(({ message }) => message) };
}

function runTheGuild(subgraphs: readonly Subgraph[]): Composed {
  const { supergraphSdl, errors = [] } = composeWithTheGuild(subgraphs.map(toService));
  return { supergraphSdl, complaints: errors.map(({ message }) => message) };
}

function toService({ name, url, sdl }: Subgraph) {
  return { name, url, typeDefs: parse(sdl) };
}
