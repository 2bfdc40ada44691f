/** How one resource is asked for and decoded: the upstream's side of a resource. */

import type { Resource } from '../domain/resource.ts';
import type { ListStyle } from './decode-page.ts';

export interface Route<Key, Value> {
  readonly resource: Resource<Key, Value>;
  /** Path and query. */
  toPath(key: Key, listStyle: ListStyle): string;
  /** `receivedAt` in milliseconds since the epoch. @throws UpstreamError `invalid-response` */
  decode(body: unknown, key: Key, receivedAt: number): Value;
  /** What a 404 stands for; without it, a 404 is a failure. */
  whenNotFound?(receivedAt: number): Value;
}
