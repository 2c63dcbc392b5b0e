import { resolvePointer } from '#contract'
import type { OperationId, ResourceKind, TargetSettings } from '#model'
import type { ApiResponse } from '../client/api-response.ts'
import type { RunContext } from '../run-context.ts'

/** The resource that a request creates, and how to find and delete it. */
export interface ResourceCreation {
  readonly kind: ResourceKind
  /** The requested name; empty when the request has none. */
  readonly name: string
  idIn(response: ApiResponse): string | undefined
  /** Returns the URL of the created resource, for DELETE. */
  urlOf(id: string, requestUrl: string, settings: Pick<TargetSettings, 'services'>): string
}

/** Tells whether a text from a response can be used as an id in a URL's path, where dots alone would lead elsewhere. */
export const isUsableId = (text: string): boolean =>
  text.length > 0 && text.length <= 255 && !/^\.+$|\p{Cs}/u.test(text)

/** Encodes a text as one segment of a path. Lone surrogates cannot be encoded and become U+FFFD. */
export const pathSegment = (text: string): string => encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'))

/** Returns the URL of a resource below the collection that was posted to, as in Nova, Cinder and Neutron. */
export const childUrl = (id: string, collectionUrl: string): string =>
  `${collectionUrl.split('?')[0] ?? collectionUrl}/${pathSegment(id)}`

const stringAt = (content: unknown, pointer: string): string => {
  const value = resolvePointer(content, pointer)
  return typeof value === 'string' ? value : ''
}

/** Returns the id in the URL of an image, which may lead to a part of it such as `…/images/<id>/file`; else the last segment. */
function imageIdIn(url: string | undefined): string | undefined {
  const path = url?.split(/[?#]/)[0] ?? ''
  return /\/images\/([^/]+)/.exec(path)?.[1] ?? path.split('/').filter(Boolean).at(-1)
}

/** Returns the id in the URL of a server. */
function serverIdIn(url: string | undefined): string | undefined {
  const [, segment] = /\/servers\/([^/?#]+)\/?(?:[?#]|$)/.exec(url ?? '') ?? []
  try {
    return segment === undefined ? undefined : decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

/** Returns the name in the body of a createServer request; empty when it has none. */
export const createdServerName = (content: unknown): string => stringAt(content, 'body/server/name')

const serverCreation = (content: unknown): ResourceCreation => ({
  kind: 'server',
  name: createdServerName(content),
  // If the body cannot be read, the header Location names the server.
  idIn: (response) =>
    response.traits.misnamesServers
      ? undefined
      : (response.string('body/server/id') ?? serverIdIn(response.header('location'))),
  urlOf: childUrl,
})

/**
 * Returns the id of the server that a successful response to createServer is about: the one that it names if that exists, else the one
 * that a list showed under the requested name. The requirement about the response is violated then, and nothing else depends on it.
 */
export const createdServerId = (
  { ownServers }: Pick<RunContext, 'ownServers'>,
  response: ApiResponse,
): string | undefined =>
  (response.traits.misnamesServers ? undefined : response.string('body/server/id')) ??
  ownServers.idOf(createdServerName(response.sent))

/** Returns the name in the body of a createKeypair request, as text even if it is a number; empty when it has none. */
export function createdKeypairName(content: unknown): string {
  const name = resolvePointer(content, 'body/keypair/name')
  return typeof name === 'number' ? String(name) : stringAt(content, 'body/keypair/name')
}

function keypairCreation(content: unknown): ResourceCreation {
  const name = createdKeypairName(content)
  return { kind: 'keypair', name, idIn: (response) => response.id('body/keypair/name') ?? name, urlOf: childUrl }
}

/** Returns the name in the body of a createServerGroup request; empty when it has none. */
export const createdGroupName = (content: unknown): string => stringAt(content, 'body/server_group/name')

const groupCreation = (content: unknown): ResourceCreation => ({
  kind: 'server-group',
  name: createdGroupName(content),
  idIn: (response) => response.string('body/server_group/id'),
  urlOf: childUrl,
})

const imageCreation = (content: unknown): ResourceCreation => ({
  kind: 'image',
  name: stringAt(content, 'body/createImage/name'),
  idIn: (response) => imageIdIn(response.header('location')) ?? response.string('body/image_id'),
  urlOf: (id, requestUrl, { services }) =>
    services.image
      ? `${services.image}/v2/images/${pathSegment(id)}`
      : childUrl(id, requestUrl.replace(/\/servers\/.*$/, '/images')),
})

/** Returns the URL of the image that a createImage made: in the image service, or in Nova's proxy for it. */
export function createdImageUrl(response: ApiResponse, settings: Pick<TargetSettings, 'services'>): string | undefined {
  const { idIn, urlOf } = imageCreation(response.sent)
  const id = idIn(response)
  return id === undefined || !isUsableId(id) ? undefined : urlOf(id, response.exchange.url, settings)
}

/** Returns the resource that a documented operation with this request body creates; undefined when it creates nothing. */
export function creationOf(operation: OperationId | undefined, content: unknown): ResourceCreation | undefined {
  if (operation === 'createServer') return serverCreation(content)
  if (operation === 'createKeypair') return keypairCreation(content)
  if (operation === 'createServerGroup') return groupCreation(content)
  const isImageCreation = operation === 'actOnServer' && resolvePointer(content, 'body/createImage') !== undefined
  return isImageCreation ? imageCreation(content) : undefined
}
