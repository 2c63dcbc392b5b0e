import type { ApiResponse } from './api-response.ts'

/** The text of an error: the messages of its envelope, without the name of the fault, which is `overLimit` for any 413 of Nova. */
function errorText(text: string): string {
  const messages = [...text.matchAll(/"message"\s*:\s*"((?:[^"\\]|\\.)*)"/g)].map(([, message]) => message)
  return messages.length > 0 ? messages.join(' ') : text
}

/** Words in messages about the size of the request itself, as opposed to the tenant's quota. */
const ownSize = /metadata|personality|injected file|user_?data|file (path|content)/i

/**
 * Whether a response rejects a request because the tenant has used up its quota: 413 overLimit of Nova's legacy code, 403 of
 * later releases. It says nothing about the request itself. A 413 about the size of the request is not meant (nova/exception.py:
 * InvalidMetadataSize, OnsetFileLimitExceeded).
 */
export function isQuotaRejection({ status, text }: Pick<ApiResponse, 'status' | 'text'>): boolean {
  const error = errorText(text)
  if (ownSize.test(error)) return false
  if (status === 413) return /over ?limit|quota|exceed/i.test(error)
  return (
    (status === 403 || status === 409) &&
    /quota|쿼터|할당량|한도|too many|limit (of [\w ]+ )?(is |has been )?(reached|exceeded)|exceeds? (the )?limit/i.test(
      error,
    )
  )
}

/**
 * Whether a response rejects a request because the user of the run may not do such a thing at all, as Nova words it (nova/exception.py:
 * PolicyNotAuthorized). It tells about the role of the user, and nothing about the operation.
 */
export const isPolicyRejection = ({ status, text }: Pick<ApiResponse, 'status' | 'text'>): boolean =>
  status === 403 && /policy does(n't| not) allow \S+ to be performed/i.test(errorText(text))
