/** The files of the dashboard and of GraphiQL, by the paths that they are served under. Writes nothing. */
import { createDashboardFiles } from '../web/dashboard/files.ts';
import { createGraphiqlFiles } from '../web/graphiql/files.ts';
import type { PublishedFiles } from './publish-files.ts';

export async function createPagesFiles(root: string): Promise<PublishedFiles> {
  const [dashboard, graphiql] = await Promise.all([createDashboardFiles(root), createGraphiqlFiles(root)]);
  return new Map([...dashboard, ...graphiql]);
}
