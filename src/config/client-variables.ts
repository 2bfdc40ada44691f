/** The part of the variables' table that says what clients may do: read from other origins, explore the schema. */

import * as v from 'valibot';
import { choice, onOff, text } from './variable-kinds.ts';

/** Null for any origin. */
const originsSchema = v.pipe(
  v.string(),
  v.transform((list) => (list.trim() === '*' ? null : list.split(',').map((origin) => origin.trim()))),
  v.check((origins) => origins === null || origins.every(isOrigin)),
);

export const clientVariables = {
  corsOrigins: text({
    name: 'CORS_ORIGINS',
    schema: originsSchema,
    takes: '*, or origins such as https://dashboard.example, separated by commas',
    default: '*',
    description:
      'Pages of which origins may read the answers in a browser. Any may by default: a page has to bring a token, and no cookie authenticates.',
  }),
  introspection: onOff({
    name: 'INTROSPECTION',
    default: 'on',
    description:
      'Whether `__schema`, `__type` and `_service` are answered. The schema is no secret, since it is in the repository, and code generators, GraphiQL and composition ask for it.',
  }),
  documents: choice({
    name: 'PERSISTED_DOCUMENTS',
    options: ['open', 'log', 'only'],
    default: 'open',
    description:
      'Which documents are executed. `open` takes any. `log` takes any, with a line in the log for each that `persisted-manifest.json` lacks. `only` takes those of the manifest, so that no router, GraphiQL or code generator can ask.',
  }),
  dashboard: onOff({
    name: 'DASHBOARD',
    default: 'on',
    description:
      'Whether `/` shows the dashboard to browsers; else they are sent to `/graphql`. The page holds no data and no credential.',
  }),
  graphiql: onOff({
    name: 'GRAPHIQL',
    default: 'on',
    description: 'Whether `/graphql` shows GraphiQL to browsers. The page holds no data and no credential.',
  }),
};

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
