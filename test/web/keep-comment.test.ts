/** The comment at a query's head, which the explorer does not print. */
import { expect, test } from 'vitest';
import { findLostComment } from '../../web/graphiql/keep-comment.ts';

test.each([
  ['is put back', '# a\n# b\nquery A { b }\n', 'query A {\n  b\n  c\n}', '# a\n# b\n'],
  ['is not there', 'query A { b }\n', 'query A {\n  b\n}', ''],
  ['is still there', '# a\n{ b }', '# a\n{ c }', ''],
  ['has no query left', '# a\n{ b }', '\n', ''],
  ['stands elsewhere', '{ b }\n# a\n', '{ c }', ''],
])('a comment that %s', (_what, before, after, lost) => {
  expect(findLostComment(before, after)).toBe(lost);
});
