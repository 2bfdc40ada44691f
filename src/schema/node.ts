/** Relay's Node: what has a global id. Written out, because the plugin for it weighs more than all our types. */

import { builder } from './builder.ts';

export const Node = builder.interfaceRef<object>('Node').implement({
  description: 'An object with an id that is unique among all types (Relay).',
  // The one type that is a Node.
  resolveType: () => 'TestSession',
  fields: (t) => ({
    id: t.id({ description: 'The global id.' }),
  }),
});
