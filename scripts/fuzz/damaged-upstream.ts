/** Upstream's own answers, damaged: now and then the emulator gives one in place of the right one. */
import { demoAccountId, demoKey } from '../../emulator/accounts.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { createRandom, hashText } from '../../emulator/random.ts';
import { damageBytes, damageJson } from './odd-values.ts';

/** One input in so many is preceded by a damaged answer. */
const damagedEvery = 10;

const paths = [
  '/v1/test-sessions',
  '/v1/test-sessions/',
  '/v1/test-session-error-groups',
  '/v1/test-session-error-groups/',
  '/next/accounts/',
] as const;

/** @param mark stands in what upstream says beside data. */
export async function createDamagedUpstream(emulator: Emulator, seed: number, mark: string) {
  const good = await readGoodAnswers(emulator);
  return (number: number): void => {
    if (number % damagedEvery !== 0) return;
    const random = createRandom(hashText(`upstream ${seed} ${number}`));
    const [path, json] = random.pick(good);
    const text = JSON.stringify(random.chance(0.9) ? damageJson(random, json) : json);
    const body = random.chance(0.8) ? text : damageBytes(random, Buffer.from(text)).toString('latin1');
    const refusal = { status: random.pick([400, 404, 409, 422]), body: { message: mark, error: mark } };
    const answer = random.chance(0.9) ? { status: 200, body } : refusal;
    emulator.setFaults([{ match: path, times: 2, ...answer }]);
  };
}

async function readGoodAnswers(
  emulator: Emulator,
): Promise<readonly (readonly [path: string, json: unknown])[]> {
  const headers = { authorization: `Bearer ${demoKey}`, 'x-checkly-account': demoAccountId };
  const read = async (path: string): Promise<unknown> =>
    (await emulator.fetch(new Request(`http://emulator.invalid${path}`, { headers }))).json();
  const ids = emulator.addSessions([{ name: 'for the fuzzer' }]);
  const groups = emulator.addErrorGroups([{}]);
  const targets = ['?limit=5', String(ids[0]), '', String(groups[0]), demoAccountId];
  const jsons = await Promise.all(paths.map((path, index) => read(path + (targets[index] ?? ''))));
  return paths.map((path, index) => [path, jsons[index]]);
}
