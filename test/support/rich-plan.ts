/** A good plan with every word of the grammar beyond the first, broken in one place at a time. */
export const rich = `name: rich
every: 1m
zone: Europe/Berlin
follows: alpha
metrics:
  errors-a: { source: prom, unit: count, aggregate: last, query: { query: a } }
  errors-b: { source: prom, unit: count, aggregate: last, query: { query: b } }
  error-rate: { source: prom, unit: rate, query: { query: rate } }
  p95:
    source: prom
    unit: ms
    query: { query: p95 }
    baseline: { from: lastWeek, window: 24h }
  recovery:
    source: console
    unit: ms
    query: { fact: mttr, over: 7d }
gates:
  - id: score
    kind: weightedScore
    weights: { errors-a: 10, errors-b: 5 }
    window: 5m
    yellow: 6
  - id: breaker
    kind: circuitBreaker
    metric: score
    window: 5m
    red: 15
    consecutive: 3
  - id: quiet
    metric: errors-a
    window: 5m
    red: 5
    while: { metric: error-rate, above: 1 % }
    onRed: pause
  - id: grown
    kind: growth
    metric: errors-b
    window: 1d
    yellow: 100
  - id: sure
    metric: error-rate
    window: 10m
    red: 5 %
    evidence: interval
    confidence: 0.95
  - id: both
    kind: allOf
    gates:
      - { id: slow, metric: p95, kind: baselineRatio, window: 5m, red: 30 % }
      - { id: failing, metric: error-rate, window: 5m, red: 2 % }
  - id: canary
    kind: canaryScore
    pass: 90
    marginal: 70
    gates:
      - { id: canary-p95, metric: p95, kind: canaryVsControl, window: 30m, red: 10 %, critical: true }
      - { id: canary-rate, metric: error-rate, kind: canaryVsControl, window: 30m, red: 10 %, group: rates, weight: 2 }
checks:
  - { id: bugs, source: issues, freshFor: 1h, stages: [first] }
signoffs:
  - { id: nps, value: { unit: points, over: 40 }, stages: [rest], expires: 7d }
  - { id: quick, gate: sure, due: 2d }
freezes:
  - { title: Weekend, days: [friday], from: "18:00", to: "24:00" }
  - { title: Holidays, firstDay: 2026-12-24, lastDay: 2027-01-02 }
stages:
  - name: first
    percent: 10
    bake: 1h
    onYellow: extend
    extend: 30m
    accelerated: { bake: 30m, gates: [score] }
    segments: [staff]
  - name: rest
    percent: 100
    bake: 6h
    streak: 1h
    earliestDay: 2
    approvals: [{ role: operator, count: 2 }]
`;
