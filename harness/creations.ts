import type { OperationId } from '#contract'
import { type Answer, follow } from './answer.ts'
import type { ResourceKind } from './journal.ts'
import type { TargetSettings } from './target.ts'

/** A request that brings something into being, as the journal has to know it. */
export interface Creation {
  readonly kind: ResourceKind
  readonly name: string
  idIn(answer: Answer): string | undefined
  /** The URL that a DELETE removes it with. */
  urlOf(id: string, requestUrl: string, settings: TargetSettings): string
}

/** Whether a target's word for an id can be one: it will stand in a path, where dots alone lead elsewhere. */
export const isId = (text: string): boolean => text.length > 0 && text.length <= 255 && !/^\.+$|\p{Cs}/u.test(text)

/** A text as a segment of a path. Half a character, which has no form there, becomes U+FFFD. */
export const segment = (text: string): string => encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'))

const named = (sent: unknown, pointer: string): string => {
  const name = follow(sent, pointer)
  return typeof name === 'string' ? name : ''
}

/** Below the collection that was posted to: how Nova, Cinder and Neutron address what they made. */
export const below = (id: string, requestUrl: string): string =>
  `${requestUrl.split('?')[0] ?? requestUrl}/${segment(id)}`

const lastSegment = (url: string | undefined): string | undefined =>
  url?.split(/[?#]/)[0]?.split('/').filter(Boolean).at(-1)

/** What a documented operation creates with this body, if anything. */
export function created(operation: OperationId | undefined, sent: unknown): Creation | undefined {
  if (operation === 'createServer') {
    return {
      kind: 'server',
      name: named(sent, 'body/server/name'),
      idIn: (answer) => answer.string('body/server/id'),
      urlOf: below,
    }
  }
  if (operation === 'createKeypair') {
    const name = named(sent, 'body/keypair/name')
    return { kind: 'keypair', name, idIn: (answer) => answer.string('body/keypair/name') ?? name, urlOf: below }
  }
  const image = follow(sent, 'body/createImage')
  if (operation === 'actOnServer' && image !== undefined) {
    return {
      kind: 'image',
      name: named(sent, 'body/createImage/name'),
      idIn: (answer) => lastSegment(answer.header('location')) ?? answer.string('body/image_id'),
      urlOf: (id, requestUrl, { services }) =>
        services.image
          ? `${services.image}/v2/images/${segment(id)}`
          : below(id, requestUrl.replace(/\/servers\/.*$/, '/images')),
    }
  }
  return undefined
}
