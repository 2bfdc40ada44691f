/**
 * `npm run build:pages`: writes the GraphiQL page and all that it loads into `dist/pages/`, from the npm
 * package and `web/graphiql/`. It touches nothing that is up to date, so `wrangler dev`, which runs it and
 * watches the result, does not loop.
 */
import { resolve } from 'node:path';
import { createGraphiqlFiles } from '../web/graphiql/files.ts';
import { publishFiles } from './publish-files.ts';

const root = resolve(import.meta.dirname, '..');
await publishFiles(resolve(root, 'dist/pages'), await createGraphiqlFiles(root));
