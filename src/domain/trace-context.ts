/** The trace that a request belongs to, by W3C Trace Context: read from the client, handed on upstream. Pure. */

export interface TraceContext {
  /** 32 hexadecimal digits, not all of them 0. */
  readonly traceId: string;
  /** Two hexadecimal digits: whether the client records the trace. */
  readonly flags: string;
}

/** Section 3.2: of a version that is not known yet the first four fields are read, and version ff is invalid. */
const traceparentPattern =
  /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?$/;

/** Null when it is absent or not well-formed: nothing is handed on then. `tracestate` never is. */
export function readTraceparent(header: string | null): TraceContext | null {
  const [, version, traceId, flags, more] = traceparentPattern.exec(header?.trim() ?? '') ?? [];
  if (traceId === undefined || flags === undefined || (version === '00' && more !== undefined)) return null;
  // Of the flags version 00 knows one.
  return { traceId, flags: Number.parseInt(flags, 16) % 2 === 1 ? '01' : '00' };
}

/** A `traceparent` for one call, with a span id of its own. `random` from 0 (inclusive) to 1 (exclusive). */
export function toTraceparent({ traceId, flags }: TraceContext, random: () => number): string {
  return `00-${traceId}-${toHalfSpanId(random())}${toHalfSpanId(random())}-${flags}`;
}

/** Never all zeros, which the standard forbids. */
function toHalfSpanId(chance: number): string {
  return (1 + Math.floor(chance * 0xffff_ffff)).toString(16).padStart(8, '0');
}
