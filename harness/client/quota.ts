import type { ApiResponse } from './api-response.ts'

/**
 * Whether a response rejects a request because the tenant has used up its quota: 413 overLimit of Nova's legacy code, 403 of
 * later releases. It says nothing about the request itself.
 */
export function isQuotaRejection({ status, text }: Pick<ApiResponse, 'status' | 'text'>): boolean {
  if (status === 413) return /over ?limit|quota|exceed/i.test(text)
  return (
    (status === 403 || status === 409) &&
    /quota|too many|limit (is )?(reached|exceeded)|exceeds? (the )?limit/i.test(text)
  )
}
