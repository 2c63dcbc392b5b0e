import { keystoneFault, neutronFault, novaFault } from '../server/errors.ts'
import type { Service } from '../server/request-pipeline.ts'
import type { EmulatorResponse } from '../server/response.ts'
import { computeOperations } from './compute/compute.ts'
import { versionOperations } from './compute/versions.ts'
import { identityOperations } from './identity/identity.ts'
import { imageUploadOperations } from './image/image-upload.ts'
import { imageOperations, imageVersions } from './image/images.ts'
import { networkCreateOperations } from './network/network-create.ts'
import { networkOperations, networkResources, networkVersions } from './network/networks.ts'
import type { Operation, PublicOperation } from './operation.ts'
import { blockStorageOperations, volumeVersions } from './volume/block-storage.ts'

/** The parts of a path below a service: its version and tenant, if it names them, and the rest. */
interface ServicePath {
  readonly version: string
  readonly tenantId: string | undefined
  readonly rest: string
}

/** Parses the paths of a service whose root has neither version nor tenant. */
const below =
  (root: string) =>
  (path: string): ServicePath | undefined =>
    path.startsWith(`${root}/`) ? { version: '', tenantId: undefined, rest: path.slice(root.length) } : undefined

/** Parses paths by a pattern with groups for version, tenant and rest. */
const locatedBy =
  (pattern: RegExp) =>
  (path: string): ServicePath | undefined => {
    const match = pattern.exec(path)
    return match === null ? undefined : { version: match[1] ?? '', tenantId: match[2], rest: match[3] ?? '' }
  }

/** A service of the cloud and its operations. The router serves them, and the parity page lists them. */
export interface ServiceApi {
  readonly title: string
  readonly service: Service
  /** The roots of the operations as documents write them, the usual one first. */
  readonly roots: readonly string[]
  readonly parsePath: ((path: string) => ServicePath | undefined) | undefined
  readonly operations: readonly Operation[]
  readonly publicOperations: readonly PublicOperation[]
}

const compute: Service = { name: 'compute', fault: novaFault, hasRequestIds: true }
const identity: Service = { name: 'identity', fault: keystoneFault, hasRequestIds: false }
const image: Service = { name: 'image', fault: novaFault, hasRequestIds: false }
const network: Service = { name: 'network', fault: neutronFault, hasRequestIds: false }
const volume: Service = { name: 'volume', fault: novaFault, hasRequestIds: false }

const choices = (body: EmulatorResponse['body']): EmulatorResponse => ({ status: 300, headers: {}, body })

/** Serves one operation at several paths, with and without a slash at the end. */
function root(name: string, paths: readonly string[], handle: PublicOperation['handle']): PublicOperation[] {
  return paths.map((path) => ({ name, method: 'GET', path, handle }))
}

export const serviceApis: readonly ServiceApi[] = [
  {
    title: 'Compute',
    service: compute,
    roots: ['/v2/{tenant}', '/v2.1/{tenant}', '/v2', '/v2.1'],
    // As in Nova, the tenant may be omitted, and anything that does not look like one belongs to the rest of the path.
    parsePath: locatedBy(/^\/(v2(?:\.1)?)(?:\/([0-9a-f-]+))?(\/.*)$/),
    operations: computeOperations,
    publicOperations: versionOperations,
  },
  {
    title: 'Identity',
    service: identity,
    roots: [],
    parsePath: undefined,
    operations: [],
    publicOperations: identityOperations,
  },
  {
    title: 'Image',
    service: image,
    roots: ['/image'],
    parsePath: below('/image'),
    operations: [...imageOperations, ...imageUploadOperations],
    publicOperations: root(
      'image.versions',
      ['/image', '/image/', '/image/versions', '/image/v2', '/image/v2/'],
      ({ origin }) => choices(imageVersions(origin)),
    ),
  },
  {
    title: 'Network',
    service: network,
    roots: ['/network'],
    parsePath: below('/network'),
    operations: [...networkOperations, ...networkCreateOperations],
    publicOperations: [
      ...root('network.versions', ['/network', '/network/'], ({ origin }) => ({
        ...{ status: 200, headers: {}, body: networkVersions(origin) },
      })),
      ...root('network.resources', ['/network/v2.0', '/network/v2.0/'], ({ origin }) => ({
        ...{ status: 200, headers: {}, body: networkResources(origin) },
      })),
    ],
  },
  {
    title: 'Block storage',
    service: volume,
    roots: ['/volume/v2/{tenant}', '/volume/v3/{tenant}'],
    parsePath: locatedBy(/^\/volume\/(v[23])\/([0-9a-f-]+)(\/.*)$/),
    operations: blockStorageOperations,
    publicOperations: [
      ...root('volume.versions', ['/volume', '/volume/'], ({ origin }) => choices(volumeVersions(origin))),
      ...['v2', 'v3'].flatMap((version) =>
        root('volume.version', [`/volume/${version}`, `/volume/${version}/`], ({ origin }) =>
          choices(volumeVersions(origin, version)),
        ),
      ),
    ],
  },
]

const companions = new Map<string, Service>(
  [identity, image, network, volume].map((service) => [service.name, service]),
)

/** Returns the service that a path belongs to: Compute, unless it begins with the name of another one. */
export function serviceOf(path: string): Service {
  const end = path.indexOf('/', 1)
  return companions.get(end === -1 ? path.slice(1) : path.slice(1, end)) ?? compute
}
