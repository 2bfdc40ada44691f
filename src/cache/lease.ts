/**
 * The credential lease: copies are served to a credential only for a while after upstream last accepted it,
 * so that a revoked key reads for a minute at most and not for the life of a page.
 */

import * as v from 'valibot';
import { UpstreamError, type UpstreamFailure } from '../errors/upstream-error.ts';
import type { EdgeStore } from './edge-store.ts';
import { type Flights, type Land, toOutcome } from './flights.ts';
import type { MemoryStore } from './memory-store.ts';

export interface LeaseRecord {
  /** When upstream last accepted the credential, milliseconds since the epoch; 0 once it refused it. */
  readonly acceptedAt: number;
  /** When other isolates were last told, milliseconds since the epoch. */
  readonly sharedAt: number;
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
  /** Whether upstream has ever accepted the credential and not refused it since, as far as the data centre knows. */
  isAccepted(): Promise<boolean>;
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
  /** Time left for the whole request, milliseconds. */
  readonly remainingMs: () => number;
  readonly keepAlive: (work: Promise<unknown>) => void;
}

const recordSchema = v.object({ acceptedAt: v.number() });
const recordBytes = 64;

export function createLease(options: LeaseOptions): Lease {
  const { memory, edge, flights, now, leaseMs, stretchMs, remainingMs, verify, keepAlive } = options;
  const name = toLeaseName(options.partition);

  function keep(acceptedAt: number): void {
    const known = memory.get(name);
    const isDue = acceptedAt === 0 || known === null || acceptedAt - known.sharedAt > leaseMs / 4;
    memory.put(name, { acceptedAt, sharedAt: isDue ? now() : known.sharedAt }, recordBytes);
    if (edge !== null && isDue) keepAlive(edge.put(name, { acceptedAt }, (leaseMs + stretchMs) / 1000));
  }

  async function latest(): Promise<LeaseRecord | null> {
    const known = memory.get(name);
    if (edge === null || (known !== null && (known.acceptedAt === 0 || now() - known.acceptedAt < leaseMs)))
      return known;
    const stored = v.safeParse(recordSchema, await edge.get(name));
    if (!stored.success || isOlder(stored.output, known)) return known;
    const record = { ...stored.output, sharedAt: stored.output.acceptedAt };
    memory.put(name, record, recordBytes);
    return record;
  }

  async function isStretchable(): Promise<boolean> {
    const record = await latest();
    return record !== null && record.acceptedAt > 0 && now() - record.acceptedAt < leaseMs + stretchMs;
  }

  const renew = (): void => keep(now());
  const end = (): void => keep(0);

  /** Null when upstream accepted the credential. */
  async function ask(verifyNow: () => Promise<void>, land: Land): Promise<UpstreamFailure | null> {
    try {
      await verifyNow();
      land({ kind: 'accepted' });
      return null;
    } catch (error) {
      const failure = error instanceof UpstreamError ? error.failure : null;
      land(toOutcome(failure));
      if (failure === null) throw error;
      return failure;
    }
  }

  /** One question for all who ask at once. */
  async function askOnce(verifyNow: () => Promise<void>): Promise<UpstreamFailure | null> {
    for (;;) {
      const land = flights.takeOff(name);
      if (land !== null) {
        const work = ask(verifyNow, land);
        keepAlive(work.catch(() => {}));
        return work;
      }
      const outcome = await flights.wait(name, remainingMs());
      if (outcome?.kind === 'accepted') return null;
      if (outcome?.kind === 'failure') return outcome.failure;
      if (remainingMs() === 0) return { kind: 'timeout', isOfRequest: true };
    }
  }

  return {
    renew,
    end,
    isStretchable,
    isAccepted: async () => ((await latest())?.acceptedAt ?? 0) > 0,
    async ensure() {
      const record = await latest();
      if (record !== null && record.acceptedAt > 0 && now() - record.acceptedAt < leaseMs) return true;
      if (verify === null) return false;
      const failure = await askOnce(verify);
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
function isOlder({ acceptedAt }: Pick<LeaseRecord, 'acceptedAt'>, known: LeaseRecord | null): boolean {
  return acceptedAt > 0 && acceptedAt < (known?.acceptedAt ?? 0);
}

export function isRefusalOfCredential({ kind }: UpstreamFailure): boolean {
  return kind === 'unauthenticated' || kind === 'forbidden';
}

/** Failures that a copy may cover for: they say nothing about the credential or the question. */
export function isPassingTrouble({ kind }: UpstreamFailure): boolean {
  return kind === 'timeout' || kind === 'unavailable' || kind === 'rate-limited';
}

export function toLeaseName(partition: string): string {
  return `lease/${partition}`;
}
