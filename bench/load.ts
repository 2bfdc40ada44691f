/** Load on one server for a while, and what a request took. Every answer has to be a success. */

import {
  type Answer,
  type Connection,
  openConnection,
  readBody,
  toRequestBytes,
} from '../scripts/workerd/connection.ts';
import {
  readCpuMicroseconds,
  readResidentBytes,
  readServerCoreMicroseconds,
} from '../scripts/workerd/processes.ts';
import type { Server } from '../scripts/workerd/servers.ts';
import type { Candidate } from './candidates.ts';
import { quantile } from './statistics.ts';
import type { Upstream } from './upstream-process.ts';

const errors = Buffer.from('"errors":[');

export interface Round {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** User and system time of the server for each request; null where the system does not tell. */
  readonly cpuMicroseconds: number | null;
  /** The share of the server's core that went to others, 0 to 1; null where the system does not tell. */
  readonly othersShare: number | null;
  readonly upstreamCalls: number;
  readonly residentBytes: number | null;
}

export interface Target {
  readonly candidate: Candidate;
  readonly server: Server;
  /** Numbers that no other request of the server gets. */
  readonly nextNumber: () => number;
  /** How many requests are under way at a time in a round. */
  readonly connections: number;
}

export function createTarget(candidate: Candidate, server: Server, connections: number): Target {
  let number = 0;
  const nextNumber = () => {
    number += 1;
    return number;
  };
  return { candidate, server, nextNumber, connections };
}

/** @throws Error with the answer when it is not a success, and what the server wrote. */
export async function askOnce({ candidate, server, nextNumber }: Target): Promise<Answer> {
  const connection = await openConnection(server.port);
  try {
    const answer = await connection.ask(toRequestBytes(candidate.toRequest(nextNumber())));
    assertIsSuccess(answer, candidate, server);
    return answer;
  } finally {
    connection.close();
  }
}

/** So many requests, over all connections. @throws Error with the first answer that is not a success. */
export async function runRequests(target: Target, count: number): Promise<void> {
  const { candidate, server, nextNumber } = target;
  let left = count;
  const work = async (connection: Connection): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const answer = await connection.ask(toRequestBytes(candidate.toRequest(nextNumber())));
      assertIsSuccess(answer, candidate, server);
    }
  };
  const connections = await openConnections(target);
  try {
    await Promise.all(connections.map(work));
  } finally {
    for (const connection of connections) connection.close();
  }
}

export interface RoundLength {
  readonly durationMs: number;
  /** The round goes on until so many are answered: on a loaded machine its time alone would hold few. Default: 1. */
  readonly minRequests?: number;
}

/** @throws Error with the first answer that is not a success. */
export async function runRound(
  target: Target,
  { durationMs, minRequests = 1 }: RoundLength,
  upstream: Upstream,
): Promise<Round> {
  const { candidate, server, nextNumber } = target;
  const connections = await openConnections(target);
  const latencies: number[] = [];
  const callsBefore = await upstream.countCalls();
  const coreBefore = await readServerCoreMicroseconds();
  const cpuBefore = await readCpuMicroseconds(server.pid);
  const startedAt = performance.now();
  const endsAt = startedAt + durationMs;
  const work = async (connection: Connection): Promise<void> => {
    let askedAt = performance.now();
    while (askedAt < endsAt || latencies.length < minRequests) {
      const answer = await connection.ask(toRequestBytes(candidate.toRequest(nextNumber())));
      const answeredAt = performance.now();
      latencies.push(answeredAt - askedAt);
      askedAt = answeredAt;
      assertIsSuccess(answer, candidate, server);
    }
  };
  await Promise.all(connections.map(work));
  const seconds = (performance.now() - startedAt) / 1000;
  const cpuAfter = await readCpuMicroseconds(server.pid);
  const coreAfter = await readServerCoreMicroseconds();
  const own = cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore;
  const core = coreBefore === null || coreAfter === null ? null : coreAfter - coreBefore;
  for (const connection of connections) connection.close();
  const requests = latencies.length;
  return {
    requests,
    requestsPerSecond: requests / seconds,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    cpuMicroseconds: own === null ? null : own / requests,
    othersShare: own === null || core === null ? null : Math.max(0, core - own) / (seconds * 1e6),
    upstreamCalls: ((await upstream.countCalls()) - callsBefore) / requests,
    residentBytes: await readResidentBytes(server.pid),
  };
}

/** workerd closes a connection that is idle for 5 s, so none lasts from one round to the next. */
function openConnections({ connections, server }: Target): Promise<Connection[]> {
  return Promise.all(Array.from({ length: connections }, () => openConnection(server.port)));
}

function assertIsSuccess(answer: Answer, { title }: Candidate, server: Server): void {
  if (answer.status === 200 && !answer.bytes.includes(errors)) return;
  const body = readBody(answer).slice(0, 500);
  throw new Error(`${title} answered ${answer.status} with ${body}\n${server.output().slice(-2_000)}`);
}
