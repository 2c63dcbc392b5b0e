import { retryAfter } from '../transport/unavailable.ts'
import type { ApiResponse } from './api-response.ts'

/** The parts of a response that show why a request was rejected. */
type RejectedResponse = Pick<ApiResponse, 'status' | 'text'> & Partial<Pick<ApiResponse, 'header' | 'traits' | 'sent'>>

/** Returns the messages in an error body, without the name of the fault, which is `overLimit` for any 413 of Nova. */
function errorText(text: string): string {
  const messages = [...text.matchAll(/"message"\s*:\s*"((?:[^"\\]|\\.)*)"/g)].map(([, message]) => message)
  return messages.length > 0 ? messages.join(' ') : text
}

/** Words in messages about the size of the request itself, as opposed to the tenant's quota. */
const ownSize = /metadata|personality|injected file|user_?data|file (path|content)/i

/**
 * Tells whether a response rejects a request because the tenant has used up its quota: with 413 overLimit in Nova's legacy code, with 403
 * in later releases. Such a response says nothing about the request itself. False for a 413 about the size of the request
 * (nova/exception.py: InvalidMetadataSize, OnsetFileLimitExceeded). A 413 with Retry-After is about a temporary condition, whatever its
 * text (RFC 9110, section 15.5.14). A 403 without a word about the quota counts where it rejects what the target has accepted before.
 */
export function isQuotaRejection(response: RejectedResponse): boolean {
  const { status, text } = response
  const error = errorText(text)
  if (ownSize.test(error)) return false
  if (response.traits?.acceptedCreates.isRejectedAlike(response.sent, response)) return true
  if (status === 413)
    return retryAfter(response.header?.('retry-after')) !== undefined || /over ?limit|quota|exceed/i.test(error)
  return (
    (status === 403 || status === 409) &&
    /quota|쿼터|할당량|한도|too many|limit (of [\w ]+ )?(is |has been )?(reached|exceeded)|exceeds? (the )?limit/i.test(
      error,
    )
  )
}

/**
 * Tells whether a response rejects a request because the cloud has no room for it, in the words of Nova (nova/exception.py: NoValidHost) or of
 * a vendor. Such a response says nothing about the request itself, nor about the zone that it names.
 */
export const isCapacityRejection = ({ status, text }: Pick<ApiResponse, 'status' | 'text'>): boolean =>
  status >= 400 &&
  /no valid host|(not enough|no|insufficient|lack of) (free |available )?(hosts|capacity|resources)|(자원|용량|재고)[이가]? ?(부족|없)/i.test(
    errorText(text),
  )

/**
 * Tells whether a response rejects a request because a policy does not permit it to the user, in the words of Nova (nova/exception.py:
 * PolicyNotAuthorized). Such a response depends on the role of the user, and says nothing about the operation.
 */
export const isPolicyRejection = ({ status, text }: Pick<ApiResponse, 'status' | 'text'>): boolean =>
  status === 403 && /policy does(n't| not) allow \S+ to be performed/i.test(errorText(text))
