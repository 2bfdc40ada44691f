/** From the upstream's error group to the domain's. Pure. Problems name fields, never values. */

import * as v from 'valibot';
import type { ErrorGroup } from '../domain/error-group.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import { idSchema, nullishText, timeSchema } from './wire.ts';

const groupSchema = v.object({
  id: idSchema,
  projectId: nullishText,
  environments: v.nullish(v.array(v.string()), null),
  errorHash: v.string(),
  rawErrorMessage: nullishText,
  cleanedErrorMessage: v.string(),
  firstSeen: timeSchema,
  lastSeen: timeSchema,
  archivedUntilNextEvent: v.boolean(),
  pwtMetadata: v.nullish(
    v.array(
      v.object({
        projectName: v.string(),
        testFile: v.string(),
        testTitle: v.string(),
        suitePath: v.array(v.string()),
      }),
    ),
    null,
  ),
});

/** @throws UpstreamError `invalid-response` */
export function decodeErrorGroup(body: unknown, fetchedAt: number): ErrorGroup {
  const decoded = v.safeParse(groupSchema, body);
  if (!decoded.success) {
    const field = v.getDotPath(decoded.issues[0]) ?? 'body';
    throw new UpstreamError({
      kind: 'invalid-response',
      problem: `an error group's ${field.replace(/(\.\d+)+/, '')} is missing or malformed`,
    });
  }
  const wire = decoded.output;
  return {
    errorGroupId: wire.id,
    projectId: wire.projectId,
    environments: wire.environments,
    hash: wire.errorHash,
    message: wire.cleanedErrorMessage,
    rawMessage: wire.rawErrorMessage,
    firstSeen: wire.firstSeen,
    lastSeen: wire.lastSeen,
    isArchivedUntilNextEvent: wire.archivedUntilNextEvent,
    occurrences: wire.pwtMetadata ?? [],
    fetchedAt,
  };
}
