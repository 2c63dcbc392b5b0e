import type { OperationId, ResourceKind, TargetSettings } from '#model'

import { type ApiResponse, resolvePointer } from './api-response.ts'

/** A request that brings something into being, as the journal has to know it. */
export interface ResourceCreation {
  readonly kind: ResourceKind
  readonly name: string
  idIn(response: ApiResponse): string | undefined
  /** The URL that a DELETE removes it with. */
  urlOf(id: string, requestUrl: string, settings: TargetSettings): string
}

/** Whether a target's word for an id can be one: it will stand in a path, where dots alone lead elsewhere. */
export const isUsableId = (text: string): boolean =>
  text.length > 0 && text.length <= 255 && !/^\.+$|\p{Cs}/u.test(text)

/** A text as a segment of a path. Half a character, which has no form there, becomes U+FFFD. */
export const pathSegment = (text: string): string => encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'))

const named = (sent: unknown, pointer: string): string => {
  const name = resolvePointer(sent, pointer)
  return typeof name === 'string' ? name : ''
}

/** Below the collection that was posted to: how Nova, Cinder and Neutron address what they made. */
export const childUrl = (id: string, requestUrl: string): string =>
  `${requestUrl.split('?')[0] ?? requestUrl}/${pathSegment(id)}`

const lastSegment = (url: string | undefined): string | undefined =>
  url?.split(/[?#]/)[0]?.split('/').filter(Boolean).at(-1)

/** What a documented operation creates with this body, if anything. */
export function creationOf(operation: OperationId | undefined, sent: unknown): ResourceCreation | undefined {
  if (operation === 'createServer') {
    return {
      kind: 'server',
      name: named(sent, 'body/server/name'),
      idIn: (response) => response.string('body/server/id'),
      urlOf: childUrl,
    }
  }
  if (operation === 'createKeypair') {
    const name = named(sent, 'body/keypair/name')
    return { kind: 'keypair', name, idIn: (response) => response.string('body/keypair/name') ?? name, urlOf: childUrl }
  }
  const image = resolvePointer(sent, 'body/createImage')
  if (operation === 'actOnServer' && image !== undefined) {
    return {
      kind: 'image',
      name: named(sent, 'body/createImage/name'),
      idIn: (response) => lastSegment(response.header('location')) ?? response.string('body/image_id'),
      urlOf: (id, requestUrl, { services }) =>
        services.image
          ? `${services.image}/v2/images/${pathSegment(id)}`
          : childUrl(id, requestUrl.replace(/\/servers\/.*$/, '/images')),
    }
  }
  return undefined
}
