/** Composes subgraphs with Apollo's library and with The Guild's. Either fails the caller on errors and on warnings. */
import { composeServices as composeWithApollo } from '@apollo/composition';
import { composeServices as composeWithTheGuild } from '@theguild/federation-composition';
import { type DocumentNode, parse } from 'graphql';

export interface Subgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

export type Composer = 'Apollo' | 'The Guild';
export const composers: readonly Composer[] = ['Apollo', 'The Guild'];

/** The supergraph's schema. @throws Error with what the composer has to say against it */
export function compose(composer: Composer, subgraphs: readonly Subgraph[]): string {
  const services = subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) }));
  const { supergraphSdl, complaints } = composer === 'Apollo' ? runApollo(services) : runTheGuild(services);
  if (supergraphSdl === undefined || complaints.length > 0) throw new Error(complaints.join('\n'));
  return supergraphSdl;
}

interface Composed {
  readonly supergraphSdl: string | undefined;
  readonly complaints: readonly string[];
}

interface Service {
  readonly name: string;
  readonly url: string;
  readonly typeDefs: DocumentNode;
}

function runApollo(services: Service[]): Composed {
  const { supergraphSdl, errors = [], hints = [] } = composeWithApollo(services);
  const warnings = hints.filter(({ definition }) => definition.level.name === 'WARN');
  return { supergraphSdl, complaints: [...errors, ...warnings].map(({ message }) => message) };
}

function runTheGuild(services: Service[]): Composed {
  const { supergraphSdl, errors = [] } = composeWithTheGuild(services);
  return { supergraphSdl, complaints: errors.map(({ message }) => message) };
}
