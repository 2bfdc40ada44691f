// Faults on demand: delays, hangs, dropped connections and any answer at all, for the requests that match.

import { toErrorBody } from './http-error.ts';
import { hang, type Sleep } from './sleep.ts';

export interface Fault {
  /** What the raw path and query starts with; default: everything. */
  readonly match?: string;
  /** What the raw path and query holds anywhere, e.g. `nextId=`. */
  readonly contains?: string;
  /** Default: 200 when there is a body, else the request is answered as usual after the delay. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is, anything else as JSON; default: upstream's error form. */
  readonly body?: unknown;
  readonly delayMs?: number;
  /** Never answers. */
  readonly hang?: boolean;
  readonly dropConnection?: boolean;
  /** How often it applies; default: endlessly. */
  readonly times?: number;
}

/** What an in-process caller sees of a dropped connection: a rejected fetch, as from the network. */
export class ConnectionDropped extends TypeError {
  override name = 'ConnectionDropped';
}

export interface FaultBoard {
  set(faults: readonly Fault[]): void;
  /** The first fault that matches and has some of its times left; takes one of them. */
  take(pathAndQuery: string): Fault | null;
}

export function createFaultBoard(): FaultBoard {
  let slots: { fault: Fault; left: number }[] = [];
  return {
    set(faults) {
      slots = faults.map((fault) => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }));
    },
    take(pathAndQuery) {
      const slot = slots.find(({ fault, left }) => left > 0 && isMatch(fault, pathAndQuery));
      if (slot === undefined) return null;
      slot.left -= 1;
      return slot.fault;
    },
  };
}

/** Null when the request is to be answered as usual. @throws ConnectionDropped, or the signal's reason */
export async function applyFault(fault: Fault, sleep: Sleep, signal: AbortSignal): Promise<Response | null> {
  if (fault.delayMs !== undefined) await sleep(fault.delayMs, signal);
  if (fault.hang) return hang(signal);
  if (fault.dropConnection)
    throw new ConnectionDropped('The emulator dropped the connection, as it was told.');
  if (fault.status === undefined && fault.body === undefined) return null;
  return toFaultResponse(fault);
}

const statusesWithoutBody: readonly number[] = [204, 205, 304];

function toFaultResponse({ status = 200, headers = {}, body = toErrorBody(status) }: Fault): Response {
  if (statusesWithoutBody.includes(status)) return new Response(null, { status, headers });
  if (typeof body === 'string') return new Response(body, { status, headers });
  return Response.json(body, { status, headers });
}

function isMatch({ match = '', contains = '' }: Fault, pathAndQuery: string): boolean {
  return pathAndQuery.startsWith(match) && pathAndQuery.includes(contains);
}
