/** Where a function is known to change sign. */
export interface Bracket {
  readonly from: number;
  readonly to: number;
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

const mostSteps = 1_000;

/**
 * A root of `f` inside the bracket, to within `tolerance`, by Brent's method (Brent 1973, "Algorithms for Minimization Without
 * Derivatives", chapter 4): bisection, sped up by the secant and by inverse quadratic interpolation where they behave. The steps are
 * those of R's `uniroot`, so that on a step function both stop at the same place.
 */
export function brentRoot(f: (x: number) => number, bracket: Bracket, tolerance: number): number {
  let before: Spot = { x: bracket.from, y: f(bracket.from) };
  let best: Spot = { x: bracket.to, y: f(bracket.to) };
  if (before.y === 0) return before.x;
  let far = before;
  for (let step = 0; step < mostSteps; step += 1) {
    const lastStep = best.x - before.x;
    if (Math.abs(far.y) < Math.abs(best.y)) {
      before = best;
      best = far;
      far = before;
    }
    const least = 2 * Number.EPSILON * Math.abs(best.x) + tolerance / 2;
    const half = (far.x - best.x) / 2;
    if (Math.abs(half) <= least || best.y === 0) return best.x;
    const next = nextStep({ before, best, far }, { lastStep, least, half });
    before = best;
    const x = best.x + (Math.abs(next) < least ? Math.sign(next || -1) * least : next);
    best = { x, y: f(x) };
    if (best.y * far.y > 0) far = before;
  }
  return best.x;
}

interface Spots {
  readonly before: Spot;
  readonly best: Spot;
  readonly far: Spot;
}

interface Steps {
  readonly lastStep: number;
  readonly least: number;
  readonly half: number;
}

/** The interpolated step where it is short enough to be trusted, else half the bracket. */
function nextStep({ before, best, far }: Spots, { lastStep, least, half }: Steps): number {
  if (Math.abs(lastStep) < least || Math.abs(before.y) <= Math.abs(best.y)) return half;
  const width = far.x - best.x;
  const ratio = best.y / before.y;
  let over: number;
  let under: number;
  if (before.x === far.x) {
    over = width * ratio;
    under = 1 - ratio;
  } else {
    const a = before.y / far.y;
    const b = best.y / far.y;
    over = ratio * (width * a * (a - b) - (best.x - before.x) * (b - 1));
    under = (a - 1) * (b - 1) * (ratio - 1);
  }
  if (over > 0) under = -under;
  else over = -over;
  const trusted = over < 0.75 * width * under - Math.abs(least * under) / 2 && over < Math.abs((lastStep * under) / 2);
  return trusted ? over / under : half;
}
