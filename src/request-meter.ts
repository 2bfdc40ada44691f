/**
 * What one request's answer may hold and does hold: its weight, known before execution, the real lengths of its
 * lists, and its errors. Knows no session.
 */

import { InputError } from './errors/input-error.ts';
import { maxErrors } from './limits.ts';

/** Known before execution. */
export interface RequestCost {
  /** Fields and list items in the answer, lists that nobody can know as long as `assumedListLength`. */
  readonly weight: number;
  /** The part of it that is in no list. */
  readonly ownWeight: number;
  /** Upstream calls for pages of lists and for look-ups by id, with nothing cached. */
  readonly calls: number;
  /** Ids and representations, the malformed ones included. */
  readonly ids: number;
  /** Whether the same text may be in the answer more often than upstream sent it: by aliases or ids. */
  readonly mayRepeat: boolean;
  /** By the field in the document: what an item of its list weighs, without lists within. */
  readonly itemWeights: ReadonlyMap<object, number>;
}

/** As `extensions.cost` tells it. */
export interface ToldWeight {
  readonly requested: number;
  /** 0 when nothing was executed. */
  readonly actual: number;
  readonly limit: number;
}

export interface RequestMeter {
  /** The request's cost, once it is known. */
  begin(cost: RequestCost): void;
  /** Before that is executed. */
  start(): void;
  /** Counts the items of a list that is about to be answered, of these fields in the document. @throws InputError when the answer grows too large */
  countItems(fields: readonly object[], items: number): void;
  /** Null where the answer has its errors already. @throws the error */
  fail(error: unknown): null;
  /** Errors that were answered as null. */
  mutedErrors(): number;
  mayRepeat(): boolean;
  /** Null for a request that nobody weighed. */
  told(): ToldWeight | null;
  /** Upstream calls that the request may need with nothing cached; null for a request that nobody weighed. */
  toldCalls(): number | null;
}

/** `maxWeight`: for what is requested and for what is answered. */
export function createRequestMeter(maxWeight: number): RequestMeter {
  let cost: RequestCost | null = null;
  let actual = 0;
  let errors = 0;
  return {
    begin(known) {
      cost = known;
    },
    start() {
      actual = cost?.ownWeight ?? 0;
    },
    countItems(fields, items) {
      for (const node of fields) actual += items * (cost?.itemWeights.get(node) ?? 1);
      if (actual > maxWeight) {
        const reason = `the answer would have more than the ${maxWeight} fields and list items that one may have; ask for fewer rows, fields or aliases`;
        throw new InputError('request', reason);
      }
    },
    fail(error) {
      errors += 1;
      if (errors <= maxErrors) throw error;
      return null;
    },
    mutedErrors: () => Math.max(0, errors - maxErrors),
    mayRepeat: () => cost?.mayRepeat ?? false,
    toldCalls: () => cost?.calls ?? null,
    told: () => (cost === null ? null : { requested: toTold(cost.weight), actual, limit: maxWeight }),
  };
}

/** Fragments that nest can weigh more than JSON can say. */
function toTold(weight: number): number {
  return Math.min(weight, Number.MAX_SAFE_INTEGER);
}
