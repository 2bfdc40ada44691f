/**
 * The credential lease: copies are served to a credential only for a while after upstream last accepted it,
 * so that a revoked key reads for a minute at most and not for the life of a page.
 */

import * as v from 'valibot';
import { UpstreamError, type UpstreamFailure } from '../errors/upstream-error.ts';
import type { EdgeStore } from './edge-store.ts';
import type { Flights } from './flights.ts';
import type { MemoryStore } from './memory-store.ts';

export interface LeaseRecord {
  /** When upstream last accepted the credential, milliseconds since the epoch; 0 once it refused it. */
  readonly acceptedAt: number;
}

export interface Lease {
  /** Upstream accepted the credential just now. */
  renew(): void;
  /** Upstream refused the credential: no copy is served to it any more. */
  end(): void;
  /**
   * Whether copies may be served; asks upstream when the lease is over. False when only a page read can tell.
   * @throws UpstreamError when upstream refuses the credential, or fails for longer than the lease may stretch.
   */
  ensure(): Promise<boolean>;
  /** Whether copies may be served while upstream fails. */
  isStretchable(): Promise<boolean>;
}

export interface LeaseOptions {
  readonly partition: string;
  readonly memory: MemoryStore<LeaseRecord>;
  /** Null where there is no shared tier. */
  readonly edge: EdgeStore | null;
  readonly flights: Flights;
  readonly now: () => number;
  readonly leaseMs: number;
  /** How much longer it holds while upstream fails, milliseconds. */
  readonly stretchMs: number;
  /** Asks upstream about the credential alone; null when there is no account to ask about. */
  readonly verify: (() => Promise<void>) | null;
  readonly keepAlive: (work: Promise<unknown>) => void;
}

const recordSchema = v.object({ acceptedAt: v.number() });
const recordBytes = 64;

export function createLease(options: LeaseOptions): Lease {
  const { partition, memory, edge, flights, now, leaseMs, stretchMs, verify, keepAlive } = options;
  const name = `lease/${partition}`;

  function keep(record: LeaseRecord): void {
    const known = memory.get(name);
    memory.put(name, record, recordBytes);
    const isNews = known === null || Math.abs(record.acceptedAt - known.acceptedAt) > leaseMs / 4;
    if (edge !== null && isNews) keepAlive(edge.put(name, record, (leaseMs + stretchMs) / 1000));
  }

  async function latest(): Promise<LeaseRecord | null> {
    const known = memory.get(name);
    if (edge === null || (known !== null && (known.acceptedAt === 0 || now() - known.acceptedAt < leaseMs)))
      return known;
    const stored = v.safeParse(recordSchema, await edge.get(name));
    if (!stored.success || isOlder(stored.output, known)) return known;
    memory.put(name, stored.output, recordBytes);
    return stored.output;
  }

  async function isStretchable(): Promise<boolean> {
    const record = await latest();
    return record !== null && record.acceptedAt > 0 && now() - record.acceptedAt < leaseMs + stretchMs;
  }

  const renew = (): void => keep({ acceptedAt: now() });
  const end = (): void => keep({ acceptedAt: 0 });

  return {
    renew,
    end,
    isStretchable,
    async ensure() {
      const record = await latest();
      if (record !== null && record.acceptedAt > 0 && now() - record.acceptedAt < leaseMs) return true;
      if (verify === null) return false;
      const failure = await askOnce(name, flights, verify);
      if (failure === null) {
        renew();
        return true;
      }
      if (isRefusalOfCredential(failure)) {
        end();
        throw new UpstreamError(failure);
      }
      if (failure.kind === 'refused') return false;
      if (isPassingTrouble(failure) && (await isStretchable())) return true;
      throw new UpstreamError(failure);
    },
  };
}

/** A refusal that another isolate met has no time, and counts: at worst upstream is asked once more. */
function isOlder({ acceptedAt }: LeaseRecord, known: LeaseRecord | null): boolean {
  return acceptedAt > 0 && acceptedAt < (known?.acceptedAt ?? 0);
}

/** One question for all who ask at once. Null when upstream accepted the credential. */
async function askOnce(
  name: string,
  flights: Flights,
  verify: () => Promise<void>,
): Promise<UpstreamFailure | null> {
  if (!flights.takeOff(name)) {
    const outcome = await flights.wait(name);
    if (outcome?.kind === 'accepted') return null;
    if (outcome?.kind === 'failure') return outcome.failure;
  }
  try {
    await verify();
    flights.land(name, { kind: 'accepted' });
    return null;
  } catch (error) {
    flights.land(
      name,
      error instanceof UpstreamError ? { kind: 'failure', failure: error.failure } : { kind: 'gave-up' },
    );
    if (error instanceof UpstreamError) return error.failure;
    throw error;
  }
}

export function isRefusalOfCredential({ kind }: UpstreamFailure): boolean {
  return kind === 'unauthenticated' || kind === 'forbidden';
}

/** Failures that a copy may cover for: they say nothing about the credential or the question. */
export function isPassingTrouble({ kind }: UpstreamFailure): boolean {
  return kind === 'timeout' || kind === 'unavailable' || kind === 'rate-limited';
}
