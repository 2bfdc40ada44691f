/** What is under way in the process, so that it can end when all of it has. Knows nothing of what it is. */

export interface OpenWork {
  /** Never rejects, whatever `work` does. */
  add(work: Promise<unknown>): void;
  /** Resolves when nothing is under way, also of what began meanwhile. */
  whenIdle(): Promise<void>;
}

export function createOpenWork(): OpenWork {
  const open = new Set<Promise<void>>();
  return {
    add(work) {
      const settled = work.then(
        () => {},
        () => {},
      );
      open.add(settled);
      settled.then(() => open.delete(settled));
    },
    async whenIdle() {
      while (open.size > 0) await Promise.all(open);
    },
  };
}
