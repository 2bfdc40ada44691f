/** Files that a check run left behind. Their addresses are signed: they are read anew for each request. */

import { type AssetRow, type AssetType, type ResultAsset, resultAssets } from '../domain/result-detail.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import { builder } from './builder.ts';
import { readLazily } from './lazy-field.ts';

const TestSessionAssetType = builder.enumType('TestSessionAssetType', {
  description: 'What a file is.',
  values: {
    LOG: { value: 'log', description: 'What the run wrote.' },
    TRACE: { value: 'trace', description: "A trace of Playwright's." },
    VIDEO: { value: 'video', description: 'A film of the browser.' },
    SCREENSHOT: { value: 'screenshot', description: 'A picture of the browser.' },
    PCAP: { value: 'pcap', description: 'Packets of the network.' },
    REPORT: { value: 'report', description: "A report of Playwright's." },
    FILE: { value: 'file', description: 'Anything else.' },
  } as const,
});

export const TestSessionResultAsset = builder.objectRef<ResultAsset>('TestSessionResultAsset').implement({
  description: 'A file that a check run left behind.',
  fields: (t) => ({
    type: t.expose('type', {
      type: TestSessionAssetType,
      nullable: true,
      description: 'What it is; null for a kind that Checkly does not document.',
    }),
    name: t.exposeString('name', { description: 'Its name.' }),
    url: t.exposeString('url', {
      description:
        'Where it is, for a short time: whoever has the address can read the file. Never kept or logged here, and the answer is `no-store`.',
    }),
    contentType: t.exposeString('contentType', {
      nullable: true,
      description: 'Its media type; null when Checkly does not tell.',
    }),
  }),
});

export const assetArguments = builder.args((t) => ({
  types: t.field({ type: [TestSessionAssetType], description: 'Which; all when left out, null or empty.' }),
}));

interface Asked {
  readonly types?: readonly AssetType[] | null | undefined;
}

interface ResultId {
  readonly sessionId: string;
  readonly resultId: string;
}

export const readAssets = readLazily(
  'assets',
  ({ sessionId, resultId }: ResultId, loaders, { types }: Asked) =>
    loaders().load(resultAssets, { sessionId, resultId, types: [...new Set(types)].sort() }),
);

/** A malformed asset rejects: it costs its own place, with an error there. */
export function toAsset(row: AssetRow): ResultAsset | Promise<ResultAsset> {
  if (row.kind === 'asset') return row.asset;
  return Promise.reject(new UpstreamError({ kind: 'invalid-response', problem: row.problem }));
}
