// The files of one result: which there are hangs on its id, and each answer signs their addresses anew.

import { badParameter, readList } from './list-query.ts';
import { createRandom, hashText } from './random.ts';
import type { SessionFields } from './session.ts';
import type { RunResult } from './session-results.ts';

const assetTypes = ['log', 'trace', 'video', 'screenshot', 'pcap', 'report', 'file'] as const;
type AssetType = (typeof assetTypes)[number];

const names: Readonly<Record<AssetType, readonly [name: string, contentType: string | null]>> = {
  log: ['log.txt', 'text/plain'],
  trace: ['trace.zip', 'application/zip'],
  video: ['video.webm', 'video/webm'],
  screenshot: ['screenshot.png', 'image/png'],
  pcap: ['capture.pcap', null],
  report: ['report.json', 'application/json'],
  file: ['download.bin', null],
};

const maxNameLength = 200;
/** Beyond it a manifest is cut. */
const maxEntries = 8;

/** @throws HttpError 400 */
export function readAssets({ fields }: RunResult, parameters: URLSearchParams, nowMs: number): SessionFields {
  const types = readList(parameters, 'type', assetTypes);
  const name = parameters.get('name');
  if (name !== null && name.length > maxNameLength)
    throw badParameter('name', `length must be less than or equal to ${maxNameLength} characters long`);
  const all = listAssets(fields, nowMs)
    .filter((asset) => types.length === 0 || types.includes(asset.type))
    .filter((asset) => name === null || asset.name.includes(name));
  const assets = all.slice(0, maxEntries);
  if (assets.length === all.length) return { assets };
  return { assets, truncated: true, entriesReturned: assets.length, entriesTotal: all.length };
}

function listAssets(fields: SessionFields, nowMs: number) {
  if (fields.status === 'RUNNING') return [];
  const id = String(fields.testSessionResultId);
  const random = createRandom(hashText(`assets ${id}`));
  const kinds: AssetType[] = ['log'];
  for (const type of assetTypes.slice(1)) if (random.chance(0.4)) kinds.push(type);
  // Now and then a run leaves more behind than one answer lists.
  const extra: AssetType[] = random.chance(0.05) ? Array(10).fill('screenshot') : [];
  return [...kinds, ...extra].map((type, index) => {
    const [file, contentType] = names[type];
    const name = index < kinds.length ? file : `${index}-${file}`;
    const signature = hashText(`${id} ${name} ${nowMs}`).toString(16);
    return {
      type,
      name,
      url: `https://assets.example/${id}/${name}?expires=${nowMs + 900_000}&signature=${signature}`,
      ...(contentType === null ? {} : { contentType }),
      source: { type: 'test-session-result', resultId: id },
    };
  });
}
