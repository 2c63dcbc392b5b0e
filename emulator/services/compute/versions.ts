import { type JsonObject, ok } from '../../server/response.ts'
import type { PublicOperation } from '../operation.ts'

interface Version {
  readonly id: string
  readonly path: string
  readonly status: string
  readonly version: string
  readonly minimum: string
  readonly updated: string
}

/** The two versions of the document. Of v2.1, only the first microversion is served. */
const versions: readonly Version[] = [
  { id: 'v2.0', path: 'v2', status: 'SUPPORTED', version: '', minimum: '', updated: '2011-01-21T11:33:21Z' },
  { id: 'v2.1', path: 'v2.1', status: 'CURRENT', version: '2.1', minimum: '2.1', updated: '2013-07-23T11:33:21Z' },
]

function summary(origin: string, version: Version): JsonObject {
  return {
    id: version.id,
    status: version.status,
    version: version.version,
    min_version: version.minimum,
    updated: version.updated,
    links: [{ rel: 'self', href: `${origin}/${version.path}/` }],
  }
}

function mediaTypes(version: Version): JsonObject[] {
  const number = version.path.slice(1)
  return [{ base: 'application/json', type: `application/vnd.openstack.compute+json;version=${number}` }]
}

/** Returns the document of one version, `v2` or `v2.1` in the path. */
export function versionDocument(origin: string, path: string): JsonObject | undefined {
  const version = versions.find((candidate) => candidate.path === path)
  if (version === undefined) return undefined
  const self = { rel: 'self', href: `${origin}/${version.path}/` }
  const describedBy = { rel: 'describedby', type: 'text/html', href: 'https://docs.openstack.org/' }
  return { version: { ...summary(origin, version), links: [self, describedBy], 'media-types': mediaTypes(version) } }
}

/** Returns the body of Nova's 300 response to a path that does not begin with a version. */
export function versionChoices(origin: string, rest: string): JsonObject {
  return {
    choices: versions.map((version) => ({
      id: version.id,
      status: version.status,
      links: [{ rel: 'self', href: `${origin}/${version.path}${rest}` }],
      'media-types': mediaTypes(version),
    })),
  }
}

const listVersions: PublicOperation = {
  name: 'versions.list',
  method: 'GET',
  path: '/',
  handle: ({ origin }) => ok({ versions: versions.map((version) => summary(origin, version)) }),
}

const showVersions = versions.flatMap(({ path }): PublicOperation[] =>
  [`/${path}`, `/${path}/`].map((address) => ({
    name: 'versions.show',
    method: 'GET',
    path: address,
    handle: ({ origin }) => ok(versionDocument(origin, path) ?? {}),
  })),
)

export const versionOperations: readonly PublicOperation[] = [listVersions, ...showVersions]
