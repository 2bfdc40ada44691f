/** How many reads of its own each session of a list needs for what is selected on it. Pure. */

import type { GraphQLResolveInfo } from 'graphql';
import { type Selection, selectedFields, selectionOf } from './selection.ts';

/** 0 to 2: one for results, one for what is told of errors beyond their id (an average: sessions share errors). */
export function readsPerSession(info: GraphQLResolveInfo): number {
  const connection = selectionOf(info);
  const sessions = [
    ...selectedFields(info, connection, 'nodes'),
    ...selectedFields(info, selectedFields(info, connection, 'edges'), 'node'),
  ];
  const results = selectedFields(info, sessions, 'results');
  const groups = [...sessions, ...results].flatMap((parent) => selectedFields(info, [parent], 'errorGroups'));
  return (results.length > 0 ? 1 : 0) + (tellsMoreThanId(info, groups) ? 1 : 0);
}

function tellsMoreThanId(info: GraphQLResolveInfo, groups: readonly Selection[]): boolean {
  return selectedFields(info, groups, null).some(
    ({ name }) => name.value !== 'id' && name.value !== '__typename',
  );
}
