/** The README's table of measured figures, out of the table that `npm run bench -- --peers --record` writes. */

/** What the README calls a candidate of the benchmark. Those that were not recorded are left out. */
const titles: Readonly<Record<string, string>> = {
  'answer repeated (cached response)': '**this gateway**, the answer cached',
  'page in memory, executed': "**this gateway**, Checkly's page cached",
  'uncached, page of 20': '**this gateway**, nothing cached',
  'plain Yoga Worker, page of 20': 'Yoga by hand, as a Worker',
  'Yoga (Node), page of 20': 'Yoga by hand, on Node',
  'Apollo Server (Node), page of 20': 'Apollo Server by hand, on Node',
  'mercurius with JIT (Node), page of 20': 'mercurius by hand, on Node',
  'Hive Gateway over the OpenAPI description (Node), page of 20': 'Hive Gateway with Mesh, on Node',
};

const columns: Readonly<Record<string, string>> = {
  'CPU µs a request': 'CPU µs a request',
  'to constant': 'to a constant answer',
  'p50 ms': 'median ms',
  'upstream calls': 'calls to Checkly',
  'memory MB': 'memory MB',
};

/**
 * @param page docs/performance.md
 * @throws Error when it has no such table or the table lacks a column
 */
export function describeMeasured(page: string): string {
  const table = page.slice(page.indexOf('<!-- bench: start -->'), page.indexOf('<!-- bench: end -->'));
  const [head = [], , ...rows] = table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map(toCells);
  const places = Object.keys(columns).map((name) => {
    const place = head.indexOf(name);
    if (place === -1) throw new Error(`The table of docs/performance.md lacks the column "${name}".`);
    return place;
  });
  const lines = Object.entries(titles).flatMap(([name, title]) => {
    const row = rows.find(([first]) => first === name);
    // The quartiles are left to the whole table.
    return row === undefined
      ? []
      : [[title, ...places.map((place) => row[place]?.replace(/ \(.*/, '') ?? '')]];
  });
  const text = [['', ...Object.values(columns)], ['---', ...places.map(() => '---:')], ...lines];
  return text.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

function toCells(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
