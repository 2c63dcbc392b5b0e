/** What the command line knows about the endpoint under test. */

export { hasExplicitTarget } from './auth/merge.ts'
export type { TokenRefresh } from './auth/token-refresh.ts'
export { type Resolved, type RunContext, type RunOptions, resolveTarget } from './resolve.ts'
export { defaultTimeouts } from './timeouts.ts'
