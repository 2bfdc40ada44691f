/** How one resource is asked for and decoded: the upstream's side of a resource. */

import type { Resource } from '../domain/resource.ts';
import type { ListStyle } from './decode-page.ts';

/** Whose answer is decoded. */
export interface AnswerOwner {
  /** Rows of another account are not served; null for a service key that came without one. */
  readonly accountId: string | null;
  /** Tells the log that upstream answered with `count` rows of another account. */
  reportForeignRows(count: number): void;
}

export interface Route<Key, Value> {
  readonly resource: Resource<Key, Value>;
  /** Path and query. */
  toPath(key: Key, listStyle: ListStyle): string;
  /** `receivedAt` in milliseconds since the epoch. @throws UpstreamError `invalid-response` */
  decode(body: unknown, key: Key, receivedAt: number, owner: AnswerOwner): Value | Promise<Value>;
  /** What is asked for where the answer is too large; null where there is nothing smaller. */
  toSmaller?(key: Key): Key | null;
  /** What is read in place of a value that holds nothing though more follows; null for any other. */
  toFollowing?(key: Key, value: Value): Key | null;
  /** What a 404 stands for; without it, a 404 is a failure. */
  whenNotFound?(receivedAt: number, key: Key): Value;
}
