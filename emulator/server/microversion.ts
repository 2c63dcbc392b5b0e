import { ApiError, badRequest } from './errors.ts'
import type { EmulatorRequest } from './request.ts'

/** The only microversion of /v2.1. */
const supported = '2.1'

function requestedVersion(request: EmulatorRequest): string | undefined {
  const legacy = request.header('x-openstack-nova-api-version')
  const entries = (request.header('openstack-api-version') ?? '').split(',').map((entry) => entry.trim().split(/\s+/))
  const entry = entries.find(([service]) => service?.toLowerCase() === 'compute')
  return entry === undefined ? legacy : (entry[1] ?? '')
}

/**
 * Returns the headers to add to a response below /v2.1. Below /v2 there are no microversions, and request headers are ignored.
 * @throws ApiError 406 for an unsupported version, 400 for a malformed one
 */
export function microversionHeaders(version: string, request: EmulatorRequest): Record<string, string> {
  if (version !== 'v2.1') return {}
  const requested = requestedVersion(request)
  if (requested !== undefined && requested !== 'latest' && requested !== supported) {
    if (!/^\d+\.\d+$/.test(requested))
      throw badRequest(`API version '${requested.slice(0, 20)}' is not of the form 2.1`)
    throw new ApiError(406, `Version ${requested} is not supported: the only one is ${supported}.`)
  }
  return {
    'openstack-api-version': `compute ${supported}`,
    'x-openstack-nova-api-version': supported,
    vary: 'OpenStack-API-Version, X-OpenStack-Nova-API-Version',
  }
}
