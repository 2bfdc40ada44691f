/** The one schema builder. Fields are non-null unless they say otherwise. */

import SchemaBuilder from '@pothos/core';
import type { ResolverContext } from './context.ts';

export const builder = new SchemaBuilder<{
  Context: ResolverContext;
  DefaultFieldNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    /** Milliseconds since the epoch. */
    DateTime: { Input: number; Output: number };
    /** Milliseconds. */
    Duration: { Input: number; Output: number };
    /** What a router says of an entity: its type's name and a key. */
    _Any: { Input: object; Output: object };
  };
}>({
  defaultFieldNullability: false,
});

builder.queryType({ description: "The entry points: a Checkly account's test sessions." });
