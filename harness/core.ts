/**
 * The parts of the harness that work without Vitest: transport, redaction, journal, and the channel to the worker. The
 * entry point `#harness/core` for code that is not a test.
 */
export { resolvePointer } from '#contract'
export { ApiResponse } from './client/api-response.ts'
export { curl } from './client/curl.ts'
export { emptyBody, lacksBody } from './client/demanded-body.ts'
export { RequestError } from './errors.ts'
export { JournalWriter } from './journal/journal-writer.ts'
export { redact, registeredSecrets, registerSecrets } from './redaction/secret-registry.ts'
export { type PendingExchange, TrafficObserver, type TrafficViolation } from './traffic/traffic-observer.ts'
export { type ConnectionOptions, Connections } from './transport/connections.ts'
export { isHtml } from './transport/gateway-pages.ts'
export type { RawRequest, RawResponse, SendRequest } from './transport/http-message.ts'
export { proxyFor } from './transport/proxy.ts'
export { readBody } from './transport/response-body.ts'
export { type RefreshToken, withTokenRefresh } from './transport/token-refresh.ts'
export { createTransport, type Transport } from './transport/transport.ts'
export { pollUntil } from './waiting/polling.ts'
export { channelName, type SecretMessage, type TokenRequest, type TokenResponse } from './worker-channel.ts'
