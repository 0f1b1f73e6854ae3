import classes from './sparkline.module.css';

type Points = readonly (readonly [number, number])[];

const width = 120;
/** A wobble smaller than this part of the value is drawn as the flat line that it is. */
const leastReach = 0.02;

interface Scale {
  readonly x: (ts: number) => number;
  readonly y: (value: number) => number;
}

/** Fits points and bound into the box; a flat line sits in the middle. */
export function sparkScale(points: Points, bound: number | null, height: number): Scale {
  const values = points.map(([, value]) => value).concat(bound === null ? [] : [bound]);
  const middle = (Math.min(...values) + Math.max(...values)) / 2;
  const reach = Math.max(Math.max(...values) - middle, Math.abs(middle) * leastReach);
  const low = middle - reach;
  const high = middle + reach;
  const from = points[0]?.[0] ?? 0;
  const span = Math.max((points.at(-1)?.[0] ?? 0) - from, 1);
  const pad = 2;
  return {
    x: (ts) => ((ts - from) / span) * width,
    y: (value) => (high === low ? height / 2 : pad + (1 - (value - low) / (high - low)) * (height - 2 * pad)),
  };
}

interface SparklineProps {
  readonly points: Points;
  readonly bound: number | null;
  readonly color: string;
  readonly label: string;
  readonly height?: number;
}

/** A small line with its bound, drawn as plain SVG: at most 60 points, no axes. */
export function Sparkline({ points, bound, color, label, height = 28 }: SparklineProps) {
  if (points.length < 2) return null;
  const { x, y } = sparkScale(points, bound, height);
  const path = points.map(([ts, value], index) => `${index === 0 ? 'M' : 'L'}${x(ts).toFixed(1)} ${y(value).toFixed(1)}`).join('');
  return (
    <svg
      className={classes.spark}
      viewBox={`0 0 ${width} ${height}`}
      height={height}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {bound === null ? null : <line className={classes.bound} x1={0} x2={width} y1={y(bound)} y2={y(bound)} />}
      <path className={classes.line} d={path} stroke={color} />
    </svg>
  );
}
