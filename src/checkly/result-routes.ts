/** The routes of one result. What decodes their answers is loaded with the first of them: most requests need none. */

import {
  type AssetKey,
  type ResultAssets,
  type ResultDetail,
  type ResultKey,
  resultAssets,
  resultDetails,
} from '../domain/result-detail.ts';
import type { Route } from './route.ts';
import { toSegment } from './wire.ts';

function toResultPath({ sessionId, resultId }: ResultKey): string {
  return `/v1/test-sessions/${toSegment(sessionId)}/results/${toSegment(resultId)}`;
}

/** GET /v1/test-sessions/{id}/results/{resultId} */
const resultRoute: Route<ResultKey, ResultDetail | null> = {
  resource: resultDetails,
  toPath: toResultPath,
  decode: async (body, { resultId }, receivedAt) => {
    const { decodeResultDetail } = await import('./decode-result.ts');
    return decodeResultDetail(body, resultId, receivedAt);
  },
  whenNotFound: () => null,
};

/** GET …/assets */
const assetsRoute: Route<AssetKey, ResultAssets> = {
  resource: resultAssets,
  toPath(key, listStyle) {
    const name = listStyle === 'brackets' ? 'type[]' : 'type';
    const query = new URLSearchParams(key.types.map((type) => [name, type]));
    return `${toResultPath(key)}/assets?${query}`;
  },
  decode: async (body) => (await import('./decode-result.ts')).decodeAssets(body),
  whenNotFound: () => ({ rows: [], isCut: false }),
};

export const resultRoutes = [resultRoute, assetsRoute];
