import { keystoneFault, neutronFault, novaFault } from '../errors.ts'
import type { Service } from '../exchange.ts'
import type { OpenOperation, Operation } from '../operation.ts'
import type { Reply } from '../reply.ts'
import { blockStorageOperations, volumeVersions } from './block-storage.ts'
import { computeOperations } from './compute.ts'
import { identityOperations } from './identity.ts'
import { imageOperations, imageVersions } from './images.ts'
import { networkOperations, networkResources, networkVersions } from './networks.ts'
import { versionOperations } from './versions.ts'

/** Where operations are to be found, and under which version. */
export interface Mount {
  readonly path: string
  readonly version: string
}

/** A service of the cloud and everything a client can do with it: what the router serves and the parity page lists. */
export interface Area {
  readonly title: string
  readonly service: Service
  readonly mounts: readonly Mount[]
  readonly operations: readonly Operation[]
  readonly open: readonly OpenOperation[]
}

const compute: Service = { name: 'compute', fault: novaFault, hasRequestIds: true }
const identity: Service = { name: 'identity', fault: keystoneFault, hasRequestIds: false }
const image: Service = { name: 'image', fault: novaFault, hasRequestIds: false }
const network: Service = { name: 'network', fault: neutronFault, hasRequestIds: false }
const volume: Service = { name: 'volume', fault: novaFault, hasRequestIds: false }

/** Nova routes a path by its tenant only when that looks like one; anything else is no resource. */
const tenant = ':tenant{[0-9a-f-]+}'

const choices = (body: Reply['body']): Reply => ({ status: 300, headers: {}, body })

/** The same answer at several paths: with a slash at the end and without. */
function root(name: string, paths: readonly string[], handle: OpenOperation['handle']): OpenOperation[] {
  return paths.map((path) => ({ name, method: 'GET', path, handle }))
}

export const areas: readonly Area[] = [
  {
    title: 'Compute',
    service: compute,
    mounts: ['v2', 'v2.1'].flatMap((version) => [
      { path: `/${version}/${tenant}`, version },
      // Nova has the tenant in its paths since its beginnings, and does without it as well.
      { path: `/${version}`, version },
    ]),
    operations: computeOperations,
    open: versionOperations,
  },
  { title: 'Identity', service: identity, mounts: [], operations: [], open: identityOperations },
  {
    title: 'Image',
    service: image,
    mounts: [{ path: '/image', version: 'v2' }],
    operations: imageOperations,
    open: root('image.versions', ['/image', '/image/', '/image/versions', '/image/v2', '/image/v2/'], ({ origin }) =>
      choices(imageVersions(origin)),
    ),
  },
  {
    title: 'Network',
    service: network,
    mounts: [{ path: '/network', version: 'v2.0' }],
    operations: networkOperations,
    open: [
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
    mounts: ['v2', 'v3'].map((version) => ({ path: `/volume/${version}/${tenant}`, version })),
    operations: blockStorageOperations,
    open: [
      ...root('volume.versions', ['/volume', '/volume/'], ({ origin }) => choices(volumeVersions(origin))),
      ...['v2', 'v3'].flatMap((version) =>
        root('volume.version', [`/volume/${version}`, `/volume/${version}/`], ({ origin }) =>
          choices(volumeVersions(origin, version)),
        ),
      ),
    ],
  },
]

/** The service that a path belongs to; Compute has all that is left. */
export function serviceOf(path: string): Service {
  const [, first] = path.split('/')
  return [identity, image, network, volume].find(({ name }) => name === first) ?? compute
}
