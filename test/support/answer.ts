/** A GraphQL answer, checked for its shape so that tests can look into it without casts. */

import * as v from 'valibot';

const nodeSchema = v.nullable(v.record(v.string(), v.unknown()));
const connectionSchema = v.object({
  edges: v.optional(
    v.array(v.object({ cursor: v.optional(v.string(), ''), node: v.optional(nodeSchema, null) })),
    [],
  ),
  nodes: v.optional(v.array(nodeSchema), []),
  pageInfo: v.optional(
    v.object({
      hasNextPage: v.optional(v.boolean()),
      hasPreviousPage: v.optional(v.boolean()),
      startCursor: v.optional(v.nullable(v.string())),
      endCursor: v.optional(v.nullable(v.string())),
    }),
    {},
  ),
});
export type ConnectionAnswer = v.InferOutput<typeof connectionSchema>;

const errorSchema = v.object({
  message: v.string(),
  path: v.optional(v.array(v.union([v.string(), v.number()]))),
  extensions: v.optional(v.record(v.string(), v.unknown()), {}),
});
const bodySchema = v.object({
  data: v.optional(v.nullable(v.record(v.string(), v.unknown()))),
  errors: v.optional(v.array(errorSchema), []),
  extensions: v.optional(v.record(v.string(), v.unknown())),
});

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly v.InferOutput<typeof errorSchema>[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** Every error has to name the request, as the header does; that is checked here, and left out of `errors`. */
export async function readAnswer(response: Response): Promise<Answer> {
  const body = v.parse(bodySchema, await response.json());
  const id = response.headers.get('x-request-id');
  return {
    status: response.status,
    headers: response.headers,
    data: body.data ?? null,
    errors: body.errors.map((error) => withoutRequestId(error, id)),
    extensions: body.extensions ?? {},
  };
}

/** A root field that is a connection. @throws when it is null or something else. */
export function connectionOf(answer: Answer, field = 'testSessions'): ConnectionAnswer {
  if (answer.data === null || answer.data[field] == null) {
    throw new Error(`no ${field} in the answer: ${JSON.stringify(answer.errors)}`);
  }
  return v.parse(connectionSchema, answer.data[field]);
}

function withoutRequestId(
  { extensions: { requestId, ...extensions }, ...error }: Answer['errors'][number],
  id: string | null,
): Answer['errors'][number] {
  if (requestId !== id)
    throw new Error(`an error is of the request ${requestId}, not of ${id}: ${error.message}`);
  return { ...error, extensions };
}
