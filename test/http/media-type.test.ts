/** Which media type answers an Accept: RFC 9110, section 12.5.1. */

import { expect, test } from 'vitest';
import { createAcceptReader, readAccept } from '../../src/http/graphql/media-type.ts';

const json = 'application/json';
const response = 'application/graphql-response+json';
const events = 'text/event-stream';
const multipart = 'multipart/mixed';

test.each<[string, string | null, string | null]>([
  ['', json, events],
  ['*/*', json, events],
  ['application/*', json, null],
  [json, json, null],
  [`${json}; charset=UTF-8`, json, null],
  [`${json};charset=utf-16`, null, null],
  [response, response, null],
  ['APPLICATION/JSON', json, null],
  [`${response}, ${json}`, response, null],
  [`${json}, ${response}`, json, null],
  [`${response}, ${json};q=0.9`, response, null],
  [`${response};q=0.9, ${json}`, json, null],
  [`*/*;q=0.1, ${response}`, response, events],
  [`*/*, ${json};q=0.5`, response, events],
  [`application/*;q=0.2, ${json};q=0.1`, response, null],
  [`${json};q=0, */*`, response, events],
  [`${json};q=0`, null, null],
  ['*/*;q=0', null, null],
  [`${json};q=2, ${response};q=0.1`, response, null],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', json, events],
  [events, null, events],
  ['text/*', null, events],
  [`${multipart};boundary="graphql";subscriptionSpec=1.0,${json}`, json, multipart],
  [`${multipart};subscriptionSpec="1.0";boundary="a,b", ${events};q=0.5`, null, multipart],
  [`${events}, ${multipart};subscriptionSpec=1.0`, null, events],
  [`${multipart};deferSpec=20220824,${json}`, json, null],
  ['image/png', null, null],
  [', ,;', null, null],
])('%s', (accept, jsonType, streamType) => {
  expect(readAccept(accept)).toEqual({ json: jsonType, stream: streamType });
});

test('a missing header takes anything, and a header is read once', () => {
  const read = createAcceptReader();
  expect(read(null)).toEqual({ json, stream: events });
  expect(read(response)).toBe(read(response));
});
