/** The enums of sessions and of the filter: what a session has come to, and what started it. */

import { builder } from './builder.ts';

export const TestSessionStatusEnum = builder.enumType('TestSessionStatus', {
  description: 'What a test session has come to.',
  values: {
    RUNNING: { description: 'At least one check run has not ended yet.' },
    PASSED: { description: 'Every check run passed.' },
    FAILED: { description: 'At least one check run failed.' },
    CANCELLED: { description: 'Somebody or something stopped it before its end.' },
  } as const,
});

export const TestSessionProviderEnum = builder.enumType('TestSessionProvider', {
  description: 'What started a test session, among the values that Checkly documents.',
  values: {
    GITHUB: { description: 'A GitHub deployment or action.' },
    VERCEL: { description: 'A Vercel deployment.' },
    API: { description: "Checkly's API or its command line." },
    TRIGGER: { description: 'A trigger address of Checkly.' },
    PW_REPORTER: { description: "Checkly's reporter for Playwright." },
  } as const,
});
