/** What a reader says about copies. */
export interface CacheWishes {
  /** Nothing older than now, please. */
  readonly isFreshOnly: boolean;
  /** Nothing of this exchange is to be kept. */
  readonly isNotStored: boolean;
}
