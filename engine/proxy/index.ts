/** A reverse proxy that compares the traffic with the document. */

export { createProxy, type ProxyOptions, type RunningProxy } from './create-proxy.ts'
