/** What a plan cannot do. Thrown while it is compiled, and never further: graphql-js executes the query then. */
export class NotCovered extends Error {}
