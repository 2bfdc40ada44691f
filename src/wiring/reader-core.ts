/** What everything that one request reads stands on: whose it is, what it may spend, and the lease on copies. */

import { type CallBudget, createCallBudget } from '../cache/call-budget.ts';
import { createEdgeStore, type EdgeStore } from '../cache/edge-store.ts';
import type { Governor } from '../cache/governor.ts';
import { createLease, type Lease } from '../cache/lease.ts';
import { toAccountTag, toPartition } from '../cache/partition.ts';
import { createSharedGovernor } from '../cache/shared-governor.ts';
import { type CallAllowance, createCallAllowance } from '../checkly/call-allowance.ts';
import { type ChecklyClient, createChecklyClient } from '../checkly/client.ts';
import type { Credential } from '../credentials/credential.ts';
import type { Host } from '../host.ts';
import type { ServerContext } from '../server-context.ts';

export interface ReaderCore {
  readonly credential: Credential;
  readonly partition: string;
  readonly accountTag: string;
  readonly allowance: CallAllowance;
  readonly budget: CallBudget;
  readonly client: ChecklyClient;
  /** Null where there is no shared tier. */
  readonly edge: EdgeStore | null;
  readonly lease: Lease;
  /** An upstream call was made that is to be counted. */
  readonly countUpstreamCall: () => void;
}

export function openReaderCore(host: Host, context: ServerContext, credential: Credential): ReaderCore {
  const { config, isolate, report } = context;
  const partition = toPartition(credential, config.cache.partitionSecret);
  const accountTag = toAccountTag(credential, config.cache.partitionSecret);
  const countUpstreamCall = (): void => {
    budget.count();
    report.countUpstreamCall();
  };
  const allowance = createCallAllowance(host, {
    budget: config.subrequestBudget,
    timeoutMs: config.requestTimeoutMs,
    onUpstreamCall: countUpstreamCall,
  });
  const client = createChecklyClient(host, config.checkly, credential, allowance);
  const limits = { spendCall: allowance.spendOnCache, withConnection: allowance.withConnection };
  const edge = config.cache.sharedTier === 'none' ? null : createEdgeStore(host.edgeCache, limits);
  const verify = async (accountId: string): Promise<void> => {
    await budget.take(true);
    await client.checkAccount(accountId);
    budget.accept();
  };
  const lease = openLease(host, context, { credential, partition, allowance, edge, verify });
  const budget = createCallBudget({
    accountTag,
    partition,
    isAccepted: lease.isAccepted,
    governor: openGovernor(host, context),
    strangers: isolate.strangers,
  });
  return { credential, partition, accountTag, allowance, budget, client, edge, lease, countUpstreamCall };
}

function openGovernor(host: Host, { isolate, accounts }: ServerContext): Governor {
  if (accounts === null) return isolate.governor;
  return createSharedGovernor(isolate.credits, accounts, isolate.governor, host.now);
}

interface LeaseParts extends Pick<ReaderCore, 'credential' | 'partition' | 'allowance' | 'edge'> {
  readonly verify: (accountId: string) => Promise<void>;
}

function openLease(
  host: Host,
  { config, isolate, keepAlive }: ServerContext,
  { credential, partition, allowance, edge, verify }: LeaseParts,
): Lease {
  const { accountId } = credential;
  return createLease({
    partition,
    memory: isolate.leases,
    edge,
    flights: isolate.flights,
    now: host.now,
    leaseMs: config.cache.validForMs,
    stretchMs: config.cache.stale.ifErrorMs,
    remainingMs: allowance.remainingMs,
    verify: accountId === null ? null : () => verify(accountId),
    keepAlive,
  });
}
