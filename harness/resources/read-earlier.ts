import { resolvePointer } from '#contract'
import { operationsUrl, type ResourceKind } from '#model'
import type { ApiResponse } from '../client/api-response.ts'
import type { CallOptions, OutgoingRequest, RawCall } from '../client/outgoing-request.ts'
import { InconclusiveError } from '../errors.ts'
import type { RunContext } from '../run-context.ts'
import { listedServers, nextPageUrl } from './own-servers.ts'

/** How many pages of a list are read at most. */
const maxPages = 100

/** The part of a client that reads lists. */
interface ListingClient {
  readonly run: RunContext
  call(operation: 'listServers' | 'listKeypairs' | 'listServerGroups', call: CallOptions): Promise<ApiResponse>
  request(call: RawCall): Promise<ApiResponse>
}

/** Reads a list page by page; undefined when a page is not a success. `read` gets the URL of a page, none for the first. */
async function readPages(
  read: (url: string | undefined) => Promise<ApiResponse>,
  idsIn: (response: ApiResponse) => readonly string[],
  nextUrl: (response: ApiResponse) => string | undefined,
): Promise<readonly string[] | undefined> {
  const ids: string[] = []
  let url: string | undefined
  for (let page = 0; page < maxPages; page++) {
    const response = await read(url)
    if (!response.isSuccess) return undefined
    ids.push(...idsIn(response))
    const next = nextUrl(response)
    if (next === undefined || next === url) return ids
    url = next
  }
  return ids
}

const textsAt = (response: ApiResponse, list: string, pointer: string): readonly string[] =>
  response.array(list).flatMap((element) => {
    const text = resolvePointer(element, pointer)
    return typeof text === 'string' ? [text] : []
  })

/** The documented maximum of servers in a page. */
const longestPage = '1000'

/**
 * Reads the next page of the servers. A page has at most a hundred unless the query says otherwise, so that thousands of servers would take a
 * hundred requests; a target that rejects the longest page gets the query of its own link.
 */
async function readNextServers(client: ListingClient, url: string): Promise<ApiResponse> {
  const { searchParams } = new URL(url)
  const longest = new URLSearchParams(searchParams)
  longest.set('limit', longestPage)
  const response = await client.call('listServers', { query: [...longest], mayBeRejected: true })
  return response.isSuccess ? response : client.call('listServers', { query: [...searchParams] })
}

const readServers = (client: ListingClient) =>
  readPages(
    (url) => (url === undefined ? client.call('listServers', {}) : readNextServers(client, url)),
    (response) => listedServers(response).map(({ id }) => id),
    nextPageUrl,
  )

const readKeypairs = (client: ListingClient) =>
  readPages(
    () => client.call('listKeypairs', {}),
    (response) => textsAt(response, 'body/keypairs', 'element/keypair/name'),
    () => undefined,
  )

const readServerGroups = (client: ListingClient) =>
  readPages(
    () => client.call('listServerGroups', {}),
    (response) => textsAt(response, 'body/server_groups', 'element/id'),
    () => undefined,
  )

/** Reads a collection of a companion service, whose pages link to the next one. A link to another origin is not followed. */
function readCollection(
  client: ListingClient,
  url: string,
  list: string,
  nextIn: (response: ApiResponse) => string | undefined,
) {
  const nextUrl = (response: ApiResponse) => {
    const next = nextIn(response)
    const isOnService =
      next !== undefined && URL.canParse(next, url) && new URL(next, url).origin === new URL(url).origin
    return isOnService ? new URL(next, url).href : undefined
  }
  return readPages(
    (page) => client.request({ method: 'GET', url: page ?? url }),
    (response) => textsAt(response, `body/${list}`, 'element/id'),
    nextUrl,
  )
}

function readImages(client: ListingClient) {
  const { settings } = client.run
  const { image } = settings.services
  const url = image ? `${image}/v2/images` : `${operationsUrl(settings)}/images`
  return readCollection(client, url, 'images', (response) => response.string('body/next'))
}

/** Reads the existing volumes. Without a block storage service no volume can be deleted, so this is not necessary. */
async function readVolumes(client: ListingClient): Promise<readonly string[] | undefined> {
  const { blockStorage } = client.run.settings.services
  if (blockStorage === undefined) return undefined
  const nextIn = (response: ApiResponse) => {
    const next = response.array('body/volumes_links').find((link) => resolvePointer(link, 'link/rel') === 'next')
    const href = resolvePointer(next, 'link/href')
    return typeof href === 'string' ? href : undefined
  }
  return readCollection(client, `${blockStorage}/volumes`, 'volumes', nextIn)
}

/** Reads the existing resources of a kind before the first create of that kind. The journal keeps them for cleanup. */
export async function readEarlier(client: ListingClient, kind: ResourceKind): Promise<void> {
  const readers: Partial<Record<ResourceKind, typeof readServers>> = {
    server: readServers,
    keypair: readKeypairs,
    'server-group': readServerGroups,
    image: readImages,
    volume: readVolumes,
  }
  const { [kind]: read } = readers
  if (read === undefined) return
  const { earlier, journal, redactor } = client.run
  await earlier.readOnce(kind, async () => {
    const ids = await read(client)
    // An id that contains a secret cannot be written to the journal.
    const isWritable = (id: string) => redactor.redact(id) === id
    if (ids !== undefined) journal.recordExisting(kind, ids.filter(isWritable))
    return ids
  })
}

/** Reads the existing servers and volumes before the first create of a server, because volumes are created with servers. */
export async function readEarlierServers(client: ListingClient): Promise<void> {
  await Promise.all([readEarlier(client, 'server'), readEarlier(client, 'volume')])
}

/**
 * Prevents a run from changing a resource that it did not create, even if a response to a create named it.
 * @throws InconclusiveError
 */
export function assertNotEarlier({ earlier }: RunContext, { method, url }: OutgoingRequest): void {
  const id = method === 'GET' ? undefined : earlier.idIn(url)
  if (id !== undefined)
    throw new InconclusiveError(`${method} was not sent, because "${id}" existed before the run created anything.`)
}
