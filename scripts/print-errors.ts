/**
 * `npm run print:errors`: writes the table of error codes into docs/errors.md, between its markers. With `--check` it
 * writes nothing, and fails with the difference.
 */
import { describeErrors, errorDescriptions } from './describe-errors.ts';
import { writePrintedPart } from './write-printed.ts';

await writePrintedPart('docs/errors.md', 'errors', describeErrors(errorDescriptions));
