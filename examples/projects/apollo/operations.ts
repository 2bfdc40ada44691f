/** The project's own operations, as they stand in `operations/`. */
import { gql, type TypedDocumentNode } from '@apollo/client';
import pageByPageText from '../../../operations/page-by-page.graphql?raw';
import waitForSessionText from '../../../operations/wait-for-session.graphql?raw';

interface Session {
  readonly id: string;
  readonly name: string;
  readonly status: string | null;
  readonly createdAt: string;
}

interface Page {
  readonly testSessions: {
    readonly edges: readonly { readonly cursor: string; readonly node: Session }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

interface EndedSession {
  readonly testSessionCompleted: {
    readonly name: string;
    readonly status: string;
    readonly durationMs: number | null;
  };
}

export const pageByPage: TypedDocumentNode<Page, { first: number; after?: string | null }> =
  gql(pageByPageText);
export const waitForSession: TypedDocumentNode<EndedSession, { id: string }> = gql(waitForSessionText);
