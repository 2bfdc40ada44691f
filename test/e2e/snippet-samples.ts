/** What the documents write in angle brackets, such as `<session id>`, out of the demo's data. */
import { isObject } from '../../src/domain/is-object.ts';
import { askOverSocket } from './graphql-client.ts';

export interface Samples {
  readonly sessionId: string;
  readonly url: string;
  readonly sha: string;
  readonly errorGroupId: string;
  readonly projectId: string;
  readonly memberName: string;
  /** Of the last answer that had one. */
  readonly endCursor: string;
}

/** @throws Error when the data has no failed session with everything that is wanted */
export async function readSamples(gatewayUrl: string): Promise<Samples> {
  const { body } = await askOverSocket(
    gatewayUrl,
    `{ testSessions(filter: {statuses: [FAILED], branches: ["main"]}, first: 100) {
        nodes { sessionId url commit { sha } project { id } errorGroups { id } invoker { name } } } }`,
  );
  for (const node of nodesOf(body)) {
    const errorGroup = Array.isArray(node.errorGroups) ? node.errorGroups[0] : undefined;
    const sample = {
      sessionId: node.sessionId,
      url: node.url,
      sha: textOf(node.commit, 'sha'),
      errorGroupId: textOf(errorGroup, 'id'),
      projectId: textOf(node.project, 'id'),
      memberName: textOf(node.invoker, 'name'),
      endCursor: '',
    };
    if (isSample(sample)) return sample;
  }
  throw new Error(`The demo's data has no session for the documents: ${JSON.stringify(body).slice(0, 500)}`);
}

export function fillIn(text: string, samples: Samples): string {
  return text
    .replaceAll('<session id>', samples.sessionId)
    .replaceAll('<session url>', samples.url)
    .replaceAll('<commit>', samples.sha)
    .replaceAll('<error group id>', samples.errorGroupId)
    .replaceAll('<project id>', samples.projectId)
    .replaceAll('<member>', samples.memberName)
    .replaceAll('<endCursor>', samples.endCursor);
}

function nodesOf(body: unknown): readonly Readonly<Record<string, unknown>>[] {
  const data = isObject(body) ? body.data : undefined;
  const connection = isObject(data) ? data.testSessions : undefined;
  const nodes = isObject(connection) ? connection.nodes : undefined;
  return Array.isArray(nodes) ? nodes.filter(isObject) : [];
}

function textOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

function isSample(value: Readonly<Record<string, unknown>>): value is Samples & Record<string, unknown> {
  return Object.values(value).every((each) => typeof each === 'string');
}
