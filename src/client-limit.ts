/**
 * What one client may ask of the gateway, by the Workers' rate-limiting binding. The binding counts calls, so a request
 * that costs much makes several: one for each unit of its cost. Knows neither who the client is nor what it asks.
 */

import type { Host } from './host.ts';
import { callsPerUnit, maxUnits, weightPerUnit } from './limits.ts';
import type { RequestCost } from './request-meter.ts';

/** The binding. */
export interface RateLimiter {
  limit(options: { readonly key: string }): Promise<{ readonly success: boolean }>;
}

/** Of one request. */
export interface ClientLimit {
  /** Whether its client may spend so many units with it in all. What was spent is not spent again, and a refusal stands. */
  spend(units: number): Promise<boolean>;
}

export const clientRefusal =
  'This client has asked for too much in a short time; wait, or ask for less at a time.';

/** `key` names the client to the binding. */
export function createClientLimit(limiter: RateLimiter, key: string, log: Host['log']): ClientLimit {
  let spent = 0;
  let isAllowed = true;

  async function spendOne(): Promise<boolean> {
    try {
      return (await limiter.limit({ key })).success;
    } catch (error) {
      // The account's own limit still holds.
      log({ level: 'error', message: 'The client limiter cannot be reached.', error: String(error) });
      return true;
    }
  }

  return {
    async spend(units) {
      const missing = Math.max(0, units - spent);
      if (!isAllowed || missing === 0) return isAllowed;
      spent += missing;
      const answers = await Promise.all(Array.from({ length: missing }, spendOne));
      isAllowed = answers.every((success) => success);
      return isAllowed;
    },
  };
}

/** At least 1. */
export function toUnits({ weight, calls }: Pick<RequestCost, 'weight' | 'calls'>): number {
  const units = Math.max(1, Math.ceil(weight / weightPerUnit), Math.ceil(calls / callsPerUnit));
  return Math.min(units, maxUnits);
}
