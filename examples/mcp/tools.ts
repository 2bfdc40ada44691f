/** The operations of `operations/` as tools for assistants. Executes nothing. */
import { readdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buildSchema, type GraphQLSchema, getOperationAST, parse } from 'graphql';
import { type JsonSchema, toVariablesSchema } from './json-schema.ts';

export interface Tool {
  /** The file's, in the form that tools have: `red_on_main`. */
  readonly name: string;
  /** The first sentence of the comment that the operation begins with. */
  readonly description: string;
  readonly query: string;
  readonly variables: JsonSchema;
}

/** Queries only: a subscription is no question with one answer. @param root the project's directory */
export async function readTools(root: string): Promise<readonly Tool[]> {
  const schema = buildSchema(await readFile(resolve(root, 'schema.graphql'), 'utf8'));
  const directory = resolve(root, 'operations');
  const names = (await readdir(directory)).filter((name) => name.endsWith('.graphql')).sort();
  const tools = names.map(async (name) =>
    toTool(schema, name, await readFile(resolve(directory, name), 'utf8')),
  );
  return (await Promise.all(tools)).filter((tool) => tool !== null);
}

function toTool(schema: GraphQLSchema, fileName: string, query: string): Tool | null {
  const operation = getOperationAST(parse(query));
  if (operation?.operation !== 'query') return null;
  return {
    name: fileName.replace('.graphql', '').replaceAll('-', '_'),
    description: readFirstSentence(query),
    query,
    variables: toVariablesSchema(schema, operation),
  };
}

/** The sentences after it tell people what to do in GraphiQL. */
function readFirstSentence(query: string): string {
  const lines = query.split('\n');
  const comment = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith('#')),
  );
  const text = comment.map((line) => line.slice(1).trim()).join(' ');
  return /^.*?\.(?= [A-Z]|$)/.exec(text)?.[0] ?? text;
}
