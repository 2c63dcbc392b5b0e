/** A reverse proxy that compares what passes through it with the document. */

export { createProxy, type ProxyOptions, type RunningProxy } from './create-proxy.ts'
