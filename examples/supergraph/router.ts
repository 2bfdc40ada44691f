/** A router that runs: what clients of a supergraph talk to. */
export interface Router {
  /** Where it takes GraphQL requests. */
  readonly url: string;
  close(): Promise<void>;
}
