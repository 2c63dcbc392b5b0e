/** From options, environment and configuration to the settings of a run: sign-in, endpoint, resources and capabilities. */
export { hasExplicitTarget } from './auth/resolve-connection.ts'
export type { TokenRefresh } from './auth/token-refresh.ts'
export type { TimeoutSettings } from './config/config.ts'
export { type ResolvedTarget, resolveTarget } from './resolve.ts'
export { checkPatterns, type FailedRequirements, profileIn } from './selection.ts'
export type { ResolveContext, TargetOptions } from './target-options.ts'
export { defaultTimeouts } from './timeouts.ts'
export { resolveUpstream } from './upstream.ts'
