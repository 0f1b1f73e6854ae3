const epsilon = 1e-16;
const tiny = 1e-300;
const mostSteps = 100_000;

/** Coefficients of Lanczos' approximation with g = 7 and nine terms (Lanczos 1964; values as tabulated by Godfrey). */
const lanczos = [
  0.999_999_999_999_809_93, 676.520_368_121_885_1, -1_259.139_216_722_402_8, 771.323_428_777_653_13, -176.615_029_162_140_59,
  12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_571_6e-6, 1.505_632_735_149_311_6e-7,
] as const;

/** Natural logarithm of the gamma function for x > 0. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  if (x > 30) return stirling(x);
  const z = x - 1;
  let sum: number = lanczos[0];
  for (const [index, term] of lanczos.entries()) {
    if (index > 0) sum += term / (z + index);
  }
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Stirling's series; its first dropped term is below 1e-16 from 30 on. */
function stirling(x: number): number {
  const square = x * x;
  const tail = (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / (1188 * square)) / square) / square) / square) / x;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + tail;
}

/**
 * Upper regularised incomplete gamma function Q(a, x) for a > 0 and x ≥ 0: its power series below a + 1, its continued fraction above
 * (Abramowitz and Stegun 6.5.29 and 6.5.31).
 */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - front * gammaSeries(a, x) : front * gammaFraction(a, x);
}

function gammaSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let step = 1; step < mostSteps && term > sum * epsilon; step += 1) {
    term *= x / (a + step);
    sum += term;
  }
  return sum;
}

function gammaFraction(a: number, x: number): number {
  const first = x + 1 - a;
  return 1 / lentz(first, (step) => [-step * (step - a), first + 2 * step]);
}

/** Regularised incomplete beta function I_x(a, b) for a, b > 0 and 0 ≤ x ≤ 1, by its continued fraction (NIST DLMF 8.17.22). */
export function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(b, a, 1 - x);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  return front / lentz(1, (step) => [betaNumerator(a, b, x, step), 1]);
}

function betaNumerator(a: number, b: number, x: number, step: number): number {
  const half = Math.floor(step / 2);
  if (step % 2 === 0) return (half * (b - half) * x) / ((a + 2 * half - 1) * (a + 2 * half));
  return (-(a + half) * (a + b + half) * x) / ((a + 2 * half) * (a + 2 * half + 1));
}

/** Value of a continued fraction from its first denominator and its further terms (Lentz 1976, as modified by Thompson and Barnett). */
function lentz(first: number, termsAt: (step: number) => readonly [numerator: number, denominator: number]): number {
  let value = first === 0 ? tiny : first;
  let upper = value;
  let lower = 0;
  for (let step = 1; step < mostSteps; step += 1) {
    const [numerator, denominator] = termsAt(step);
    lower = 1 / awayFromZero(denominator + numerator * lower);
    upper = awayFromZero(denominator + numerator / upper);
    const factor = upper * lower;
    value *= factor;
    if (Math.abs(factor - 1) < 2 * epsilon) break;
  }
  return value;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}
