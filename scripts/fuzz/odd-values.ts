/** Values that nobody should send, and small damage to good ones. By the random numbers that are handed in, and nothing else. */
import type { Random } from '../../emulator/random.ts';

const oddTexts: readonly string[] = [
  '',
  ' ',
  '\0',
  '\n\r\t',
  '"',
  '\\',
  '\\u0000',
  '\ud83d',
  '\ude00\ud83d',
  '😀',
  'é́́́́',
  '试验',
  '\u202e\u2066',
  '%00',
  '../../..',
  '__proto__',
  'constructor',
  'null',
  'undefined',
  'NaN',
  '-0',
  '1e999',
  '9007199254740993',
  "' OR 1=1 --",
  '<script>',
  'PT24H',
  'P1Y',
  'PT-1S',
  '2026-11-24T12:00:00Z',
  '2026-11-24T24:00:00Z',
  '0000-00-00',
  'VGVzdFNlc3Npb246MQ==',
  'TestSession:',
  '11111111-1111-4111-8111-111111111111',
  'sha256:',
];

const oddNumbers: readonly number[] = [
  0, -0, 1, -1, 0.5, 1e21, -1e21, 1e308, 2_147_483_647, 2_147_483_648, -2_147_483_649, 9_007_199_254_740_992,
  499, 500, 501,
];

export function oddText(random: Random): string {
  if (random.chance(0.2)) return randomText(random, random.integer(0, 40));
  if (random.chance(0.05)) return random.pick(oddTexts).repeat(random.integer(1, 3_000));
  return random.pick(oddTexts);
}

export function oddValue(random: Random, depth = 3): unknown {
  const kind = random.integer(0, depth > 0 ? 8 : 5);
  if (kind === 0) return null;
  if (kind === 1) return random.chance(0.5);
  if (kind === 2) return random.pick(oddNumbers);
  if (kind <= 5) return oddText(random);
  const size = random.chance(0.03) ? random.integer(50, 600) : random.integer(0, 4);
  if (kind <= 7) return Array.from({ length: size }, () => oddValue(random, depth - 1));
  return Object.fromEntries(
    Array.from({ length: size }, (_, index) => [
      random.chance(0.7) ? random.pick(knownNames) : `${oddText(random)}${index}`,
      oddValue(random, depth - 1),
    ]),
  );
}

const knownNames =
  'id after first filter from to createdWithin statuses branches users providers search errorGroupId ids __typename query variables'.split(
    ' ',
  );

/** Any UTF-16 units, halves of pairs among them. */
function randomText(random: Random, length: number): string {
  const highest = random.pick([0x7f, 0xff, 0x07ff, 0xffff]);
  return String.fromCharCode(...Array.from({ length }, () => random.integer(0, highest)));
}

export function randomBytes(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.integer(0, 255)));
}

/** One to four places changed, left out, doubled or moved. */
export function damageText(random: Random, text: string): string {
  return damageList(random, [...text], () => randomText(random, 1)).join('');
}

export function damageBytes(random: Random, bytes: Buffer): Buffer {
  return Buffer.from(damageList(random, [...bytes], () => random.integer(0, 255)));
}

/** A document's tokens, changed in their order. */
export function damageTokens(random: Random, document: string): string {
  const tokens = document.match(/"(?:[^"\\]|\\.)*"|\.\.\.|\w+|[^\s\w]/g) ?? [];
  return damageList(random, tokens, () => random.pick(oddTokens)).join(' ');
}

const oddTokens = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '$',
  '@',
  '!',
  ':',
  '...',
  '&',
  '|',
  '"',
  '"""',
  '#',
  'on',
  'fragment',
].concat(
  'query mutation subscription null true -1 1e400 00 __typename __schema _service _entities id nodes'.split(
    ' ',
  ),
);

/** A leaf or a branch of JSON replaced, taken out or doubled. */
export function damageJson(random: Random, value: unknown): unknown {
  if (random.chance(0.15) || typeof value !== 'object' || value === null) return oddValue(random);
  if (Array.isArray(value)) {
    if (value.length === 0 || random.chance(0.2)) return damageList(random, value, () => oddValue(random));
    const place = random.integer(0, value.length - 1);
    return value.map((item, index) => (index === place ? damageJson(random, item) : item));
  }
  const entries: [string, unknown][] = Object.entries(value);
  if (entries.length === 0) return { [oddText(random)]: oddValue(random) };
  const place = random.integer(0, entries.length - 1);
  if (random.chance(0.2)) return Object.fromEntries(entries.filter((_, index) => index !== place));
  return Object.fromEntries(
    entries.map(([name, item], index) => [name, index === place ? damageJson(random, item) : item]),
  );
}

function damageList<Item>(random: Random, items: readonly Item[], fresh: () => Item): Item[] {
  const damaged = [...items];
  for (let left = random.integer(1, 4); left > 0; left -= 1) {
    const place = random.integer(0, Math.max(0, damaged.length - 1));
    const other = random.integer(0, Math.max(0, damaged.length - 1));
    const item = damaged[place];
    const kind = random.integer(0, 5);
    if (item === undefined || kind === 0) damaged.splice(place, 0, fresh());
    else if (kind === 1) damaged.splice(place, 1);
    else if (kind === 2) damaged.splice(place, 0, item);
    else if (kind === 3) damaged[place] = fresh();
    else if (kind === 4) damaged.splice(other, 0, ...damaged.splice(place, random.integer(1, 5)));
    else damaged.length = place;
  }
  return damaged;
}
