/** Answers that are right in themselves, for defects that give them where another one is due. */
import type { EmulatorResponse } from '../server/response.ts'
import type { RequestContext } from './define-fault.ts'
import { isObject } from './mutators.ts'

/** A UUID that nothing has. */
export const strangeId = '00000000-0000-4000-8000-000000000000'

/** Nova's envelope around an error. */
export function refusal(status: number, name: string, message: string): EmulatorResponse {
  return { status, headers: {}, body: { [name]: { code: status, message } } }
}

/** The answer to a create request; there is no such server. */
export function createdServer({ request }: RequestContext): EmulatorResponse {
  const { origin, pathname } = new URL(request.url)
  const self = `${origin}${pathname}/${strangeId}`
  const bookmark = self.replace(/\/v2(\.1)?\//, '/')
  const links = [
    { rel: 'self', href: self },
    { rel: 'bookmark', href: bookmark },
  ]
  const server = { id: strangeId, links, 'OS-DCF:diskConfig': 'MANUAL', security_groups: [{ name: 'default' }] }
  return { status: 202, headers: { location: self }, body: { server } }
}

/** A key of nobody's: its private half was thrown away when it was made. */
export const nobodysKey = {
  publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINEkwftraxgSTrh4ewu4Zt2b8fYUmDvLjDbyR5eXCwjY',
  fingerprint: 'b4:57:32:1b:be:b4:41:09:0b:93:5a:7c:8a:ce:77:58',
}

/** The answer to a request for a keypair; there is no such keypair. */
export function createdKeypair(): EmulatorResponse {
  const { publicKey, fingerprint } = nobodysKey
  const keypair = { name: 'unnamed', public_key: publicKey, fingerprint, user_id: '0'.repeat(32) }
  return { status: 200, headers: {}, body: { keypair } }
}

/** The answer to attaching a volume; nothing is attached. */
export function attachedVolume({ request, body }: RequestContext): EmulatorResponse {
  const serverId = new URL(request.url).pathname.split('/').at(-2) ?? strangeId
  const asked = isObject(body) && isObject(body['volumeAttachment']) ? body['volumeAttachment']['volumeId'] : undefined
  const volumeId = typeof asked === 'string' ? asked : strangeId
  const volumeAttachment = { id: volumeId, volumeId, serverId, device: '/dev/vdz' }
  return { status: 200, headers: {}, body: { volumeAttachment } }
}

/** The answer to an action that is taken up. */
export const takenAction = (): EmulatorResponse => ({ status: 202, headers: {}, body: undefined })
