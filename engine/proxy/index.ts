/** A reverse proxy that compares the traffic with the document. */

export { createProxy, type RunningProxy } from './create-proxy.ts'
export type { ProxyOptions } from './proxy-options.ts'
