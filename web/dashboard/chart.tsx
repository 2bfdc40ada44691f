/** uPlot as a component: colours are the page's own variables, and the chart is as wide as its place. */
import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';

interface ChartSeries {
  /** Custom properties of the page's style, such as `--green`. */
  readonly fill?: string;
  readonly stroke?: string;
  readonly width?: number;
  readonly dash?: number[];
  readonly paths?: uPlot.Series.PathBuilder;
}

export interface ChartProps {
  /** What the chart tells, for those who do not see it. */
  readonly label: string;
  /** The first row are seconds since the epoch. */
  readonly data: uPlot.AlignedData;
  readonly series: readonly ChartSeries[];
  toTick(value: number): string;
  /** Between two ticks; powers of ten and their halves when left out. */
  readonly steps?: number[];
}

const height = 190;
const daySeconds = 86_400;
const darkScheme = matchMedia('(prefers-color-scheme: dark)');

export function Chart(props: ChartProps) {
  const { label, data } = props;
  const place = useRef<HTMLDivElement>(null);
  const [isDark, setIsDark] = useState(darkScheme.matches);
  useEffect(() => {
    const follow = () => setIsDark(darkScheme.matches);
    darkScheme.addEventListener('change', follow);
    return () => darkScheme.removeEventListener('change', follow);
  }, []);
  const drawn = JSON.stringify([data, isDark]);
  useEffect(() => {
    const { current } = place;
    if (current === null) return;
    const chart = new uPlot(toOptions(current, props), data, current);
    const follow = new ResizeObserver(() => chart.setSize({ width: current.clientWidth, height }));
    follow.observe(current);
    return () => {
      follow.disconnect();
      chart.destroy();
    };
  }, [drawn]);
  return <div class="chart" role="img" aria-label={label} ref={place} />;
}

function toOptions(place: HTMLElement, { series, toTick, steps }: ChartProps): uPlot.Options {
  const style = getComputedStyle(place);
  const toColour = (name: string): string => style.getPropertyValue(name).trim();
  const axis: uPlot.Axis = {
    stroke: toColour('--quiet'),
    grid: { stroke: toColour('--line'), width: 1 },
    ticks: { show: false },
    font: `12px ${style.fontFamily}`,
  };
  return {
    width: place.clientWidth,
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { range: (_, min, max) => [min - daySeconds / 2, max + daySeconds / 2] },
      y: { range: fromZero },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        values: [[daySeconds, '{MMM} {D}', null, null, null, null, null, null, 1]],
      },
      { ...axis, size: 60, values: (_, ticks) => ticks.map(toTick), ...(steps && { incrs: steps }) },
    ],
    series: [
      {},
      ...series.map(({ fill, stroke, ...others }) => ({
        ...others,
        ...(fill === undefined ? {} : { fill: toColour(fill), stroke: toColour(fill) }),
        ...(stroke === undefined ? {} : { stroke: toColour(stroke) }),
        points: { show: stroke !== undefined, size: 5 },
        spanGaps: true,
      })),
    ],
  };
}

function fromZero(_: uPlot, __: number | null, max: number | null): uPlot.Range.MinMax {
  return [0, Math.max(1, (max ?? 0) * 1.1)];
}
