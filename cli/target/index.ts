/** What the command line knows about the endpoint under test. */
export { defaultBudgets } from './budgets.ts'
export type { Renewal } from './renewal.ts'
export { type Resolved, type RunContext, type RunOptions, resolveTarget } from './resolve.ts'
export { namesTarget } from './sources.ts'
