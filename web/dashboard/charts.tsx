/** Passed and failed by day, and how long sessions took: each as a chart, in words, and as a table. */
import uPlot from 'uplot';
import { Chart } from './chart.tsx';
import type { DashboardQuery } from './dashboard.generated.ts';
import { count, describeDuration, describeRate } from './format.ts';

type Statistics = NonNullable<DashboardQuery['testSessionStatistics']>;

export interface ChartsProps {
  readonly intervals: Statistics['intervals'];
  readonly total: Statistics['total'];
}

/** Between two ticks, milliseconds: what people count in. */
const durationSteps = [1, 5, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 14_400].map(
  (seconds) => seconds * 1_000,
);

const dayFormat = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const toDay = (moment: string): string => dayFormat.format(new Date(moment));

const toSeconds = (intervals: Statistics['intervals']): number[] =>
  intervals.map(({ from }) => Date.parse(from) / 1000);

export function Days({ intervals, total }: ChartsProps) {
  const bars = uPlot.paths.bars?.({ size: [0.7, 36] });
  const data: uPlot.AlignedData = [
    toSeconds(intervals),
    // Failed stands below, passed on top of it: the one behind is both.
    intervals.map(({ tally }) => tally.passed + tally.failed),
    intervals.map(({ tally }) => tally.failed),
  ];
  const rate = total.passRate === null ? '' : `, ${describeRate(total.passRate)} passed`;
  return (
    <section class="card" aria-labelledby="days-title">
      <h2 id="days-title">Passed and failed by day</h2>
      <p class="legend">
        <span class="key passed">{count(total.passed, 'passed', 'passed')}</span>
        <span class="key failed">{count(total.failed, 'failed', 'failed')}</span>
      </p>
      <Chart
        label={`${count(total.sessions, 'session', 'sessions')}${rate}`}
        data={data}
        series={[
          { fill: '--green', ...(bars && { paths: bars }) },
          { fill: '--red', ...(bars && { paths: bars }) },
        ]}
        toTick={(value) => String(value)}
      />
      <Table
        head={['Day', 'Passed', 'Failed', 'Pass rate']}
        rows={intervals.map(({ from, tally }) => [
          toDay(from),
          String(tally.passed),
          String(tally.failed),
          tally.passRate === null ? '–' : describeRate(tally.passRate),
        ])}
      />
    </section>
  );
}

export function Durations({ intervals, total: { durations } }: ChartsProps) {
  const data: uPlot.AlignedData = [
    toSeconds(intervals),
    intervals.map(({ tally }) => tally.durations.medianMs),
    intervals.map(({ tally }) => tally.durations.p95Ms),
  ];
  const median = durations.medianMs === null ? '–' : describeDuration(durations.medianMs);
  const p95 = durations.p95Ms === null ? '–' : describeDuration(durations.p95Ms);
  return (
    <section class="card" aria-labelledby="durations-title">
      <h2 id="durations-title">How long sessions took</h2>
      <p class="legend">
        <span class="key median">median {median}</span>
        <span class="key p95">95th percentile {p95}</span>
      </p>
      <Chart
        label={`Median ${median}, 95th percentile ${p95}`}
        data={data}
        series={[
          { stroke: '--blue', width: 2 },
          { stroke: '--amber', width: 2, dash: [6, 4] },
        ]}
        toTick={describeDuration}
        steps={durationSteps}
      />
      <Table
        head={['Day', 'Median', '95th percentile']}
        rows={intervals.map(
          ({
            from,
            tally: {
              durations: { medianMs, p95Ms },
            },
          }) => [
            toDay(from),
            medianMs === null ? '–' : describeDuration(medianMs),
            p95Ms === null ? '–' : describeDuration(p95Ms),
          ],
        )}
      />
    </section>
  );
}

interface TableProps {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function Table({ head, rows }: TableProps) {
  return (
    <details class="table">
      <summary>As a table</summary>
      <table>
        <thead>
          <tr>
            {head.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([day, ...cells]) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              {cells.map((cell, index) => (
                <td key={head[index + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
