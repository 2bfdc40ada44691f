/**
 * The made-up subgraph of a platform team, as a server of its own: what it knows of a session is its id. It
 * answers `_entities` for what other subgraphs name, and needs no credential of Checkly's.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { buildASTSchema, execute, parse } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';

export interface Deployment {
  readonly id: string;
  readonly service: string;
  readonly deployedAt: string;
  readonly sessionId: string | null;
}

export interface DeploymentsServer {
  /** Without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

export async function readDeploymentsSdl(): Promise<string> {
  return readFile(new URL('./deployments.graphql', import.meta.url), 'utf8');
}

/** @param port default 0: any free one */
export async function startDeployments(
  deployments: readonly Deployment[],
  port = 0,
): Promise<DeploymentsServer> {
  const sdl = await readDeploymentsSdl();
  const schema = buildASTSchema(parse(sdl + federationFields), { assumeValidSDL: true });
  const rootValue = {
    deployments: ({ first }: { first: number }) => deployments.slice(0, first).map(toObject),
    _service: { sdl },
    _entities: ({ representations }: { representations: readonly Representation[] }) =>
      representations.map((representation) => findEntity(deployments, representation)),
  };
  const withRoot: Plugin = {
    onExecute({ setExecuteFn }) {
      setExecuteFn((args) => execute({ ...args, rootValue }));
    },
  };
  const yoga = createYoga({ schema, plugins: [withRoot], logging: false });
  const server = createServer(yoga);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const federationFields = `
  scalar _Any
  union _Entity = Deployment | TestSession | ChecklyAccount
  type _Service { sdl: String! }
  extend type Query { _service: _Service! _entities(representations: [_Any!]!): [_Entity]! }
`;

interface Representation {
  readonly __typename: string;
  readonly id?: string;
  readonly sessionId?: string;
}

function toObject({ sessionId, ...deployment }: Deployment): object {
  const testSession = sessionId === null ? null : { __typename: 'TestSession', sessionId };
  return { __typename: 'Deployment', ...deployment, testSession };
}

function findEntity(deployments: readonly Deployment[], { __typename, id, sessionId }: Representation) {
  switch (__typename) {
    case 'TestSession': {
      const deployment = deployments.find((candidate) => candidate.sessionId === sessionId);
      return { __typename, sessionId, deployment: deployment === undefined ? null : toObject(deployment) };
    }
    case 'ChecklyAccount':
      return { __typename, id, team: 'Platform' };
    default: {
      const deployment = deployments.find((candidate) => candidate.id === id);
      return deployment === undefined ? null : toObject(deployment);
    }
  }
}
