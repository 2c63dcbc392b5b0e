import { BroadcastChannel } from 'node:worker_threads'
import { at } from '#engine/input'
import type { TokenRefresh } from '#engine/target'
import { channelName, registerSecrets, type TokenRequest, type TokenResponse } from '#harness/core'

const isTokenRequest = (message: unknown): message is TokenRequest =>
  typeof message === 'object' && message !== null && 'renew' in message && 'number' in message

/** Sends a new token to the worker. If no token can be obtained, sends the reason; never throws. */
async function respond({ renew: holder, number }: TokenRequest, { refresh }: TokenRefresh): Promise<TokenResponse> {
  try {
    return { number, token: await refresh(holder) }
  } catch (error) {
    return { number, reason: error instanceof Error ? error.message : String(error) }
  }
}

/**
 * Handles the messages of the worker that runs the suites: its progress, secrets in responses of the target, and requests for a new
 * token. Returns a function that stops listening.
 */
export function handleWorkerMessages(
  runId: string,
  tokenRefresh: TokenRefresh,
  onProgress: (text: string) => void,
): () => void {
  const channel = new BroadcastChannel(channelName(runId))
  channel.onmessage = ({ data }) => {
    const message: unknown = data
    if (typeof message === 'string') onProgress(message)
    const secret = at(message, 'secret')
    if (secret !== undefined) registerSecrets(String(secret))
    if (isTokenRequest(message)) void respond(message, tokenRefresh).then((response) => channel.postMessage(response))
  }
  channel.unref()
  return () => channel.close()
}
