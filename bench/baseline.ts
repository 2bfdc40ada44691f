/** The ratios that a run is compared with: the recorded ones, or those of another run on the same machine. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as v from 'valibot';

export const recordedFile = resolve(import.meta.dirname, 'recorded.json');

const ratioSchema = v.object({ constant: v.number(), 'pass-through': v.number() });
const baselineSchema = v.object({ machine: v.string(), ratios: v.record(v.string(), ratioSchema) });
export type Baseline = v.InferOutput<typeof baselineSchema>;

const medianSchema = v.object({ median: v.number() });
/** As far as it is compared, what a run writes into `bench/results/`. */
const resultSchema = v.object({
  machine: v.string(),
  candidates: v.pipe(
    v.array(
      v.object({
        name: v.string(),
        ratios: v.object({ constant: medianSchema, 'pass-through': medianSchema }),
      }),
    ),
    v.readonly(),
  ),
});

/** @throws Error when nothing is recorded. */
export async function readRecorded(): Promise<Baseline> {
  const text = await readFile(recordedFile, 'utf8').catch(() => {
    throw new Error('Nothing is recorded yet: run npm run bench -- --record first.');
  });
  return v.parse(baselineSchema, JSON.parse(text));
}

/** @throws Error that names the file when it is not the result of a comparison. */
export async function readResult(file: string): Promise<Baseline> {
  try {
    return toBaseline(v.parse(resultSchema, JSON.parse(await readFile(file, 'utf8'))));
  } catch (cause) {
    throw new Error(`--against takes a file that npm run bench wrote, but got: ${file}.`, { cause });
  }
}

export function toBaseline({ machine, candidates }: v.InferOutput<typeof resultSchema>): Baseline {
  const ratios = candidates.map(({ name, ratios }) => [
    name,
    { constant: round(ratios.constant.median), 'pass-through': round(ratios['pass-through'].median) },
  ]);
  return { machine, ratios: Object.fromEntries(ratios) };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
