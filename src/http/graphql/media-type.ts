/** Which media types a client takes of those that the gateway writes, by its Accept: RFC 9110, section 12.5.1. Pure. */

import { createLruMap } from '../../lru-map.ts';

const jsonTypes = ['application/json', 'application/graphql-response+json'] as const;
const streamTypes = ['text/event-stream', 'multipart/mixed'] as const;

type JsonType = (typeof jsonTypes)[number];
type StreamType = (typeof streamTypes)[number];

/** The one that is preferred of each kind; null for a kind that the client does not take. */
export interface AcceptedTypes {
  readonly json: JsonType | null;
  /** For subscriptions; for a query only where no JSON is taken. */
  readonly stream: StreamType | null;
}

/** What a refusal says, in the form of the header. */
export const offeredTypes =
  'application/graphql-response+json, application/json, text/event-stream, multipart/mixed;subscriptionSpec=1.0';

/** Remembers what it has read, within bounds: clients send few. */
export function createAcceptReader(): (accept: string | null) => AcceptedTypes {
  const maxKnown = 200;
  const maxKnownLength = 512;
  const known = createLruMap<AcceptedTypes>(maxKnown);
  return (accept) => {
    const header = accept ?? '';
    const found = known.get(header);
    if (found !== null) return found;
    const accepted = readAccept(header);
    if (header.length <= maxKnownLength) known.set(header, accepted);
    return accepted;
  };
}

/** An empty text takes anything, as a missing header does. */
export function readAccept(header: string): AcceptedTypes {
  const ranges = toRanges(header.trim() === '' ? '*/*' : header);
  return { json: prefer(jsonTypes, ranges), stream: prefer(streamTypes, ranges) };
}

interface MediaRange {
  /** `type/subtype` in lower case, either part perhaps `*`. */
  readonly name: string;
  readonly weight: number;
  readonly isApolloMultipart: boolean;
}

/** Commas within quotes are part of a parameter. */
function toRanges(header: string): MediaRange[] {
  const members = header.match(/(?:[^,"]|"(?:\\.|[^"\\])*")+/g) ?? [];
  return members.map(toRange).filter((range) => range !== null);
}

/** Null for one that asks for a charset other than UTF-8. */
function toRange(member: string): MediaRange | null {
  const [name = '', ...parameters] = member
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const values = new Map(parameters.map((parameter) => splitParameter(parameter)));
  const charset = values.get('charset') ?? 'utf-8';
  if (charset !== 'utf-8') return null;
  const weight = Number(values.get('q') ?? 1);
  return {
    name,
    weight: weight >= 0 && weight <= 1 ? weight : 0,
    isApolloMultipart: values.get('subscriptionspec') === '1.0',
  };
}

function splitParameter(parameter: string): [name: string, value: string] {
  const [name = '', value = ''] = parameter.split('=').map((part) => part.trim());
  return [name, value.replaceAll('"', '')];
}

/** The heaviest; of equals the one that the client names first, then the one that stands first in `offered`. */
function prefer<Type extends string>(offered: readonly Type[], ranges: readonly MediaRange[]): Type | null {
  let best: { readonly type: Type; readonly weight: number; readonly place: number } | null = null;
  for (const type of offered) {
    const place = findMostSpecific(type, ranges);
    const weight = ranges[place]?.weight ?? 0;
    if (weight === 0) continue;
    if (best === null || weight > best.weight || (weight === best.weight && place < best.place)) {
      best = { type, weight, place };
    }
  }
  return best?.type ?? null;
}

/** The place of the most specific range that covers `type`; -1 when none does. */
function findMostSpecific(type: string, ranges: readonly MediaRange[]): number {
  // There are other formats of this name: it is offered only to those who name Apollo's.
  if (type === 'multipart/mixed')
    return ranges.findIndex((range) => range.name === type && range.isApolloMultipart);
  const names = [type, `${type.split('/', 1)[0]}/*`, '*/*'];
  const name = names.find((candidate) => ranges.some((range) => range.name === candidate));
  return ranges.findIndex((range) => range.name === name);
}
