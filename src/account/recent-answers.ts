/**
 * Answers that arrived a moment ago, for whoever asks the same next: nothing is fresh for less than a few seconds.
 * Bounded in bytes and age; the oldest is dropped first. Plain data.
 */

export interface RecentAnswer {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
}

export interface RecentAnswers {
  /** Null when there is none that was received at `notBefore` or later. */
  find(name: string, notBefore: number): RecentAnswer | null;
  add(name: string, answer: RecentAnswer, now: number): void;
}

export function createRecentAnswers(maxAgeMs: number, maxCharacters: number): RecentAnswers {
  /** In the order in which they arrived. */
  const answers = new Map<string, RecentAnswer>();
  let characters = 0;
  const drop = (name: string): void => {
    characters -= answers.get(name)?.text.length ?? 0;
    answers.delete(name);
  };
  return {
    find(name, notBefore) {
      const answer = answers.get(name);
      return answer === undefined || answer.receivedAt < notBefore ? null : answer;
    },
    add(name, answer, now) {
      drop(name);
      answers.set(name, answer);
      characters += answer.text.length;
      for (const [oldName, { receivedAt }] of answers) {
        if (characters <= maxCharacters && now - receivedAt <= maxAgeMs) break;
        drop(oldName);
      }
    },
  };
}
