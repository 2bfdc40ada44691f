/** Things of Checkly that this gateway knows by id only; other subgraphs may tell more of them. */

import { builder } from './builder.ts';
import { applied, key } from './directives.ts';

interface Identified {
  readonly id: string;
}

function stub(name: string, description: string) {
  return builder.objectRef<Identified>(name).implement({
    description: `${description} This gateway knows it by id; other subgraphs may add to it.`,
    extensions: applied(key('id', false)),
    fields: (t) => ({ id: t.exposeID('id', { description: "Checkly's own id." }) }),
  });
}

export const ChecklyProject = stub('ChecklyProject', "A project of Checkly's command line.");
export const ChecklyPrivateLocation = stub(
  'ChecklyPrivateLocation',
  'A private location that checks run from.',
);
export const ChecklyCheck = stub('ChecklyCheck', 'A check that Checkly keeps.');
