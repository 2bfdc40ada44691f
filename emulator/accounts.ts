// The accounts and API keys the emulator knows: public demo values, good for nothing anywhere else.

/** A user key that reaches the demo account only. */
export const demoKey = 'cu_demo';
export const demoAccountId = '11111111-1111-4111-8111-111111111111';
/** A user key that reaches the other account only. */
export const otherKey = 'cu_other';
export const otherAccountId = '22222222-2222-4222-8222-222222222222';
/** A user key that reaches both accounts: only the account header tells them apart. */
export const bothKey = 'cu_both';
/** A service key of the demo account: it works without the account header. */
export const serviceKey = 'sv_demo';

export interface Account {
  readonly id: string;
  readonly name: string;
}

export const accounts: readonly Account[] = [
  { id: demoAccountId, name: 'Demo Account' },
  { id: otherAccountId, name: 'Other Account' },
];

/** Account ids by the keys that reach them. */
export const accountIdsByKey: ReadonlyMap<string, readonly string[]> = new Map([
  [demoKey, [demoAccountId]],
  [otherKey, [otherAccountId]],
  [bothKey, [demoAccountId, otherAccountId]],
  [serviceKey, [demoAccountId]],
]);
