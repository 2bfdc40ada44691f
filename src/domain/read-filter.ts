/** From a client's filter to a `SessionFilter`: each argument by its entry in the table, then the rules between arguments. Pure. */

import * as v from 'valibot';
import { InputError } from '../errors/input-error.ts';
import { type FilterInput, filterKeys, filterTable, type SessionFilter, toArgumentName } from './filter.ts';

/**
 * `now` in milliseconds since the epoch. What is left out or null does not restrict.
 * @throws InputError naming the argument, such as `filter.search`
 */
export function readFilter(input: FilterInput | null | undefined, now: number): SessionFilter {
  const given: Readonly<Record<string, unknown>> = input ?? {};
  const values = Object.fromEntries(filterKeys.map((key) => [key, given[toArgumentName(key)]]));
  const { success, output, issues } = v.safeParse(filterTable, values, { abortEarly: true });
  if (!success) {
    const [{ path, message }] = issues;
    throw new InputError(`filter.${toArgumentName(String(path?.[0].key))}`, message);
  }
  checkRange(output, now);
  return output;
}

function checkRange({ fromMs, toMs, createdWithinMs }: SessionFilter, now: number): void {
  if (createdWithinMs !== null && fromMs !== null) {
    throw new InputError('filter.createdWithin', 'cannot stand together with filter.from; choose one');
  }
  if (toMs === null) return;
  if (fromMs !== null && fromMs >= toMs) throw new InputError('filter.from', 'must lie before filter.to');
  if (createdWithinMs !== null && now - createdWithinMs >= toMs) {
    throw new InputError('filter.createdWithin', 'must reach back to before filter.to');
  }
}
