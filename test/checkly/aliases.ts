/** `count` fields of a query that read as many different upstream pages. */
export const aliases = (count: number): string =>
  Array.from(
    { length: count },
    (_, i) => `f${i}: testSessions(filter: {branches: ["b${i}"]}, first: 1) { edges { cursor } }`,
  ).join(' ');
