import type { ProxiedRequest, UpstreamResponse } from '../fixtures/tampering-proxy.ts'

/** One way in which a proxy makes a target differ from the emulator behind it. */
export interface ProxyRule {
  /** The response to requests that do not reach the emulator. */
  readonly intercept?: (request: ProxiedRequest) => UpstreamResponse | undefined
  /** Changes a response of the emulator. */
  readonly change?: (request: ProxiedRequest, response: UpstreamResponse) => UpstreamResponse
}
