/** Responses that are correct for other requests, and wrong where a fault gives them. */
import type { EmulatorResponse } from '../server/response.ts'
import type { RequestContext } from './define-fault.ts'
import { isObject } from './edits.ts'

/** A UUID that no resource has. */
export const nonexistentId = '00000000-0000-4000-8000-000000000000'

/** Returns an error in Nova's envelope. */
export function errorResponse(status: number, name: string, message: string): EmulatorResponse {
  return { status, headers: {}, body: { [name]: { code: status, message } } }
}

/** A 400 that no statement of the document justifies. */
export const badRequestResponse = errorResponse(400, 'badRequest', 'This is not supported.')

export const serverErrorResponse = errorResponse(500, 'computeFault', 'Unexpected API Error.')

/** Returns the response to a create request, of a server that does not exist. */
export function createdServer({ request }: RequestContext): EmulatorResponse {
  const { origin, pathname } = new URL(request.url)
  const self = `${origin}${pathname}/${nonexistentId}`
  const bookmark = self.replace(/\/v2(\.1)?\//, '/')
  const links = [
    { rel: 'self', href: self },
    { rel: 'bookmark', href: bookmark },
  ]
  const server = { id: nonexistentId, links, 'OS-DCF:diskConfig': 'MANUAL', security_groups: [{ name: 'default' }] }
  return { status: 202, headers: { location: self }, body: { server } }
}

/** A key that belongs to no keypair. Its private half was discarded when it was generated. */
export const unusedKey = {
  publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINEkwftraxgSTrh4ewu4Zt2b8fYUmDvLjDbyR5eXCwjY',
  fingerprint: 'b4:57:32:1b:be:b4:41:09:0b:93:5a:7c:8a:ce:77:58',
}

/** Returns the response to a create request, of a keypair that does not exist. */
export function createdKeypair(): EmulatorResponse {
  const { publicKey, fingerprint } = unusedKey
  const keypair = { name: 'unnamed', public_key: publicKey, fingerprint, user_id: '0'.repeat(32) }
  return { status: 200, headers: {}, body: { keypair } }
}

/** Returns the response to an attach request; no volume is attached. */
export function attachedVolume({ request, body }: RequestContext): EmulatorResponse {
  const serverId = new URL(request.url).pathname.split('/').at(-2) ?? nonexistentId
  const attachment = isObject(body) ? body['volumeAttachment'] : undefined
  const requestedId = isObject(attachment) ? attachment['volumeId'] : undefined
  const volumeId = typeof requestedId === 'string' ? requestedId : nonexistentId
  const volumeAttachment = { id: volumeId, volumeId, serverId, device: '/dev/vdz' }
  return { status: 200, headers: {}, body: { volumeAttachment } }
}

/** 202 without a body: the response to an accepted action. */
export const acceptedResponse = (): EmulatorResponse => ({ status: 202, headers: {}, body: undefined })
