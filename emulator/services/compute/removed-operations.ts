import { type ApiError, gone, notServed } from '../../server/errors.ts'
import type { Method, Operation } from '../operation.ts'

function rejecting(method: Method, path: string, name: string, rejection: () => ApiError): Operation {
  return {
    name,
    method,
    path,
    handle: () => {
      throw rejection()
    },
  }
}

/** Returns an operation of earlier releases. */
const removed = (method: Method, path: string, name: string): Operation => rejecting(method, path, name, gone)

/** Returns an operation of later microversions. Nova rejects it with an error in its envelope; unknown paths get an HTML page. */
const later = (method: Method, path: string, name: string): Operation => rejecting(method, path, name, notServed)

/** Operations that Nova 26 has routes for and does not serve at its first microversion. */
export const removedOperations: readonly Operation[] = [
  removed('GET', '/servers/:server/os-virtual-interfaces', 'servers.virtual-interfaces'),
  removed('GET', '/os-cells', 'cells.list'),
  removed('POST', '/os-cells', 'cells.create'),
  removed('GET', '/os-agents', 'agents.list'),
  removed('POST', '/os-agents', 'agents.create'),
  removed('POST', '/os-certificates', 'certificates.create'),
  removed('GET', '/os-fping', 'fping.list'),
  removed('GET', '/os-cloudpipe', 'cloudpipe.list'),
  removed('POST', '/os-cloudpipe', 'cloudpipe.create'),
  removed('POST', '/os-networks', 'proxies.networks.create'),
  removed('POST', '/os-tenant-networks', 'proxies.tenant-networks.create'),
  later('GET', '/servers/:server/tags', 'servers.tags'),
  later('PUT', '/servers/:server/tags', 'servers.tags.update'),
  later('DELETE', '/servers/:server/tags', 'servers.tags.delete'),
  later('GET', '/servers/:server/migrations', 'servers.migrations'),
  later('GET', '/servers/:server/topology', 'servers.topology'),
  later('PUT', '/flavors/:flavor', 'flavors.update'),
]
