/*
 * Why own code: no library at hand takes both x and 1 - x. Waits are e^(-decay·t), and near t = 0 the information is
 * in 1 - x; computing it by subtraction would lose every digit of a short wait.
 */

/** ln Γ(z) less its leading Stirling terms (z - 1/2) ln z - z + ln √(2π). z > 0. */
function stirlingError(z: number): number {
  let sum = 0;
  let x = z;
  for (; x < 12; x += 1) sum += (x + 0.5) * Math.log1p(1 / x) - 1;
  const r = 1 / (x * x);
  return (
    sum + (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - r * (691 / 360360 - r / 156)))))) / x
  );
}

/** k ln(k/m) + m - k without cancellation where k ≈ m (Loader 2000). */
function deviance(k: number, m: number): number {
  const d = k - m;
  if (Math.abs(d) >= 0.1 * (k + m)) return k * Math.log(k / m) - d;
  const v = d / (k + m);
  let sum = d * v;
  let term = 2 * k * v;
  for (let j = 3; ; j += 2) {
    term *= v * v;
    const next = sum + term / j;
    if (next === sum) return next;
    sum = next;
  }
}

/**
 * x^a y^b / B(a, b), with y = 1 - x given by the caller to full precision. a, b > 0; x in [0, 1].
 * Loader's saddle-point form: relative error near 1e-15 from shapes of 1e-3 to 1e8, no overflow.
 */
export function betaKernel(x: number, y: number, a: number, b: number): number {
  if (x <= 0 || y <= 0) return 0;
  const n = a + b;
  const exponent = stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * y);
  return Math.sqrt((a / n) * (b / (2 * Math.PI))) * Math.exp(exponent);
}

/**
 * Regularized incomplete beta I_x(a, b), with y = 1 - x given to full precision; its complement is
 * `incompleteBeta(y, x, b, a)`. Continued fraction by Lentz's method on the side where it converges in O(√(a + b)).
 * Source: DLMF 8.17.22.
 */
export function incompleteBeta(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  const kernel = betaKernel(x, y, a, b);
  return incompleteBetaBy(kernel, x, y, a, b);
}

/** The same when the kernel x^a y^b / B(a, b) is already at hand. */
export function incompleteBetaBy(kernel: number, x: number, y: number, a: number, b: number): number {
  return x * (a + b + 2) < a + 1 ? (kernel / a) * betaFraction(x, a, b) : 1 - (kernel / b) * betaFraction(y, b, a);
}

function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < tiny ? tiny : d);
  let fraction = d;
  for (let m = 1; m <= 20_000; m++) {
    const a2m = a + 2 * m;
    const even = (m * (b - m) * x) / ((a2m - 1) * a2m);
    d = 1 + even * d;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = 1 + even / c;
    if (Math.abs(c) < tiny) c = tiny;
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / (a2m * (a2m + 1));
    d = 1 + odd * d;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = 1 + odd / c;
    if (Math.abs(c) < tiny) c = tiny;
    const step = d * c;
    fraction *= step;
    if (!(Math.abs(step - 1) >= 3e-16)) break;
  }
  return fraction;
}

/** ψ(a + b) - ψ(a) for a > 0, b ≥ 0, to full relative precision: the mean of -ln X for X ~ Beta(a, b). */
export function digammaRise(a: number, b: number): number {
  let sum = 0;
  let x = a;
  for (; x < 16; x += 1) sum += b / (x * (x + b));
  const z = x + b;
  const p = 1 / (x * x);
  const q = 1 / (z * z);
  const tail = (r: number) => r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r / 132))));
  return sum + Math.log1p(b / x) + b / (2 * x * z) + (tail(p) - tail(q));
}

/** ψ′(a) - ψ′(a + b) for a > 0, b ≥ 0: the variance of -ln X for X ~ Beta(a, b). */
export function trigammaFall(a: number, b: number): number {
  let sum = 0;
  let x = a;
  for (; x < 16; x += 1) sum += (b * (2 * x + b)) / (x * x * (x + b) * (x + b));
  const z = x + b;
  const p = 1 / (x * x);
  const q = 1 / (z * z);
  const tail = (r: number, root: number) => (r / root) * (1 / 6 - r * (1 / 30 - r * (1 / 42 - r / 30)));
  return sum + b / (x * z) + (b * (2 * x + b)) / (2 * x * x * z * z) + (tail(p, x) - tail(q, z));
}
