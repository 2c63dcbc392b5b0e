/**
 * The harness's other door, for those who speak to a target without being a test: nothing behind it needs Vitest to run.
 */
export { ApiResponse, resolvePointer } from './client/api-response.ts'
export { curl } from './client/curl.ts'
export { InconclusiveError } from './errors.ts'
export { JournalWriter } from './journal/writer.ts'
export { createRedactor, type Redactor } from './redaction/redactor.ts'
export * from './redaction/secret-registry.ts'
export { networkReason, RequestError } from './transport/request-error.ts'
export { type RefreshToken, withTokenRefresh } from './transport/token-refresh.ts'
export {
  createTransport,
  type RawRequest,
  type RawResponse,
  type SendRequest,
  type Transport,
} from './transport/transport.ts'
export { channelName, type SecretMessage, type TokenRequest, type TokenResponse } from './worker-channel.ts'
