import type { CoveredTransition } from '../coverage.ts'
import type { Exploration, ExploredViolation } from '../exploration.ts'
import { describeStep } from '../steps.ts'

/** Describes a violation and the steps that lead to it. */
export function violationLines(violation: ExploredViolation): readonly string[] {
  const { requirement, finding, steps, passedOver, originalLength } = violation
  const { message, at, expected, actual } = finding
  const origin = originalLength > steps.length ? ` (shortened from ${originalLength} steps)` : ''
  return [
    `${requirement}: ${message}`,
    ...steps.map((step, index) => `  ${index + 1}. ${describeStep(step)}`),
    `  at ${at}: expected ${expected}; actual ${actual}${origin}`,
    ...(passedOver.length > 0 ? [`  known violations on the way: ${passedOver.join(', ')}`] : []),
  ]
}

/** Aligns the columns of a table. The first row is its head. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** Lists how often each action was accepted, rejected or busy in each state. */
export function coverageLines(coverage: readonly CoveredTransition[]): readonly string[] {
  const rows = new Map<string, Map<string, number>>()
  for (const { state, action, result, count } of coverage) {
    const key = `${state} ${action}`
    const row = rows.get(key) ?? new Map<string, number>()
    rows.set(key, row.set(result, count))
  }
  const count = (row: ReadonlyMap<string, number>, result: string) => String(row.get(result) ?? '')
  const cells = [...rows].map(([key, row]) => {
    const [state = '', action = ''] = key.split(' ')
    return [state, action, count(row, 'accepted'), count(row, 'rejected'), count(row, 'busy')]
  })
  return table([['state', 'action', 'accepted', 'rejected', 'busy'], ...cells])
}

/** Summarizes the numbers of an exploration in one line. */
export const totalLine = ({ walks, steps, requests, coverage, violations }: Exploration): string =>
  `${walks} walks, ${steps} steps, ${requests} requests, ${coverage.length} combinations of state, action and result, ${violations.length} violations.`
