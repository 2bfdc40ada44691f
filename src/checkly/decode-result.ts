/** From the upstream's result and its assets to the domain's. Pure, and loaded with the first of them. Problems name fields, never values. */

import { isObject } from '../domain/is-object.ts';
import {
  type AssetRow,
  assetTypes,
  type ResultAssertion,
  type ResultAssets,
  type ResultDetail,
} from '../domain/result-detail.ts';
import { decodeResult } from './decode-detail.ts';
import {
  invalidResponse,
  nameMalformed,
  readBoolean,
  readId,
  readNumber,
  readText,
  readTime,
} from './wire.ts';

/** @throws UpstreamError `invalid-response`: broken, or another result than `resultId`. */
export function decodeResultDetail(body: unknown, resultId: string, fetchedAt: number): ResultDetail {
  const row = decodeResult(body);
  if (row.kind === 'malformed') throw invalidResponse(row.problem);
  const fields = isObject(body) ? body : {};
  const attempts = readNumber(fields.attempts);
  const isCancelled = readBoolean(fields.isCancelled);
  const isOverMaxResponseTime = readBoolean(fields.overMaxResponseTime);
  const createdAt = readTime(fields.created_at);
  if (attempts === null || isCancelled === null || isOverMaxResponseTime === null || createdAt === null) {
    const flags = { isCancelled, overMaxResponseTime: isOverMaxResponseTime };
    const named = nameMalformed({ attempts, ...flags, created_at: createdAt });
    throw invalidResponse(`a result's ${named} is missing or malformed`);
  }
  if (row.result.resultId.toLowerCase() !== resultId.toLowerCase())
    throw invalidResponse('it is about another result than was asked for');
  return {
    ...row.result,
    attempts,
    isCancelled,
    isOverMaxResponseTime,
    createdAt,
    sequenceId: readId(fields.sequenceId),
    filePath: readText(fields.filePath),
    privateLocationId: readId(fields.privateLocationId),
    scheduleError: readText(fields.scheduleError),
    traceId: readText(fields.traceId),
    updatedAt: readTime(fields.updated_at),
    ...readCheckResult(fields),
    fetchedAt,
  };
}

type CheckResult = Pick<ResultDetail, 'errors' | 'assertions' | 'responseStatus' | 'summary'>;

/** By the part that the kind of check has; the others are missing or null. */
function readCheckResult(fields: Readonly<Record<string, unknown>>): CheckResult {
  const api = isObject(fields.apiCheckResult) ? fields.apiCheckResult : {};
  const agentic = isObject(fields.agenticCheckResult) ? fields.agenticCheckResult : {};
  const parts = [fields.browserCheckResult, fields.multiStepCheckResult, fields.playwrightCheckResult];
  const errors = [...parts.filter(isObject), agentic].map((part) => readErrors(part.errors));
  const requestError = readText(api.requestError);
  return {
    errors: errors.includes(null)
      ? null
      : [...(requestError === null ? [] : [requestError]), ...errors.flatMap((some) => some ?? [])],
    assertions: readAssertions(api.assertions),
    responseStatus: isObject(api.response) ? readNumber(api.response.status) : null,
    summary: readText(agentic.summary),
  };
}

function readErrors(value: unknown): readonly string[] | null {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map(readMessage) : null;
}

/** Upstream says nothing of what an error is: a text, or an object with a message, or anything else. */
function readMessage(error: unknown): string {
  const message = isObject(error) ? readText(error.message) : null;
  return message ?? toText(error) ?? 'null';
}

/** Null when one of them is no object; a part that is malformed costs no more than itself. */
function readAssertions(value: unknown): readonly ResultAssertion[] | null {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) && value.every(isObject) ? value.map(readAssertion) : null;
}

function readAssertion(value: Readonly<Record<string, unknown>>): ResultAssertion {
  return {
    source: readText(value.source),
    property: readText(value.property),
    comparison: readText(value.comparison),
    target: toText(value.target),
    actual: toText(value.actual),
    error: toText(value.error),
  };
}

/** A text as it is, null for none, and anything else as JSON. */
function toText(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** @throws UpstreamError `invalid-response` when the envelope is broken; one broken entry costs its own row. */
export function decodeAssets(body: unknown): ResultAssets {
  if (!isObject(body) || !Array.isArray(body.assets)) throw invalidResponse('the assets are not a list');
  return { rows: body.assets.map(decodeAsset), isCut: body.truncated === true };
}

function decodeAsset(value: unknown): AssetRow {
  const fields = isObject(value) ? value : {};
  const name = readText(fields.name);
  const url = readAddress(fields.url);
  if (name === null || url === null) {
    const problem = `an asset's ${nameMalformed({ name, url })} is missing or malformed`;
    return { kind: 'malformed', problem };
  }
  const type = assetTypes.find((known) => known === fields.type) ?? null;
  return { kind: 'asset', asset: { type, name, url, contentType: readText(fields.contentType) } };
}

/** Of the web, and nothing else: pages make links of it. */
function readAddress(value: unknown): string | null {
  const address = readText(value);
  return address !== null && /^https?:\/\//i.test(address) && URL.canParse(address) ? address : null;
}
