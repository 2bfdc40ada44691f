/**
 * `npm run build:pages`: writes the dashboard, the GraphiQL page and all that they load into `dist/pages/`, from npm
 * packages and `web/`. It touches nothing that is up to date, so `wrangler dev`, which runs it and
 * watches the result, does not loop.
 */
import { resolve } from 'node:path';
import { createPagesFiles } from './pages-files.ts';
import { publishFiles } from './publish-files.ts';

const root = resolve(import.meta.dirname, '..');
await publishFiles(resolve(root, 'dist/pages'), await createPagesFiles(root));
