/**
 * GET /: the versions of the API.
 */
import {
  type ApiResponse,
  allOf,
  assume,
  assumeDefined,
  containsItem,
  describe,
  hasStatus,
  hasValue,
  hasValueMatching,
  resolvePointer,
  test,
  verifies,
} from '#harness'
import type { TargetSettings } from '#model'

const versions = 'body/versions'

/** Options of a call with the token of the run, although the operation needs none (`versions.no-token`). */
const withToken = ({ token }: TargetSettings) => ({ token })

/** Returns the index of a version in the list, or undefined. */
const indexOf = (response: ApiResponse, id: string): number | undefined => {
  const index = response.array(versions).findIndex((version) => resolvePointer(version, 'version/id') === id)
  return index < 0 ? undefined : index
}

/** Matches a list in which all self links of the version end in `suffix`. `versions.links` covers missing links. */
const hasSelfLink = (id: string, suffix: string) =>
  hasValueMatching(versions, `a self link of ${id} that ends in ${suffix}`, (value) => {
    const entry = Array.isArray(value)
      ? value.find((version) => resolvePointer(version, 'version/id') === id)
      : undefined
    const links = resolvePointer(entry, 'version/links')
    const hrefs = (Array.isArray(links) ? links : [])
      .filter((link) => resolvePointer(link, 'link/rel') === 'self')
      .map((link) => resolvePointer(link, 'link/href'))
      .filter((href) => typeof href === 'string')
    return hrefs.every((href) => href.endsWith(suffix))
  })

const hasVersion = (id: string, suffix: string) => allOf(containsItem(versions, 'id', id), hasSelfLink(id, suffix))

describe('GET /', () => {
  test('returns 200 or 300', verifies('versions.list.answers'), async ({ compute, target, verify }) => {
    const response = await compute.call('listVersions', withToken(target))

    verify('versions.list.answers').matches(response, hasStatus(200, 300))
  })

  test('needs no token', verifies('versions.no-token'), async ({ compute, target, verify }) => {
    const authorized = await compute.call('listVersions', withToken(target))
    assume(authorized.status < 400, 'The versions cannot be read with a token either.', 'versions.list.answers')

    const response = await compute.call('listVersions', { token: null })

    verify('versions.no-token').matches(response, hasStatus(200, 300))
  })

  test('lists v2.0 with a link to /v2/', verifies('versions.v2'), async ({ compute, target, verify }) => {
    const response = await compute.call('listVersions', withToken(target))
    assumeDefined(response.array(versions)[0], 'No versions are listed.', 'versions.list.array')

    verify('versions.v2').matches(response, hasVersion('v2.0', '/v2/'))
  })

  test('lists v2.1 with a link to /v2.1/', verifies('versions.v21'), async ({ compute, target, verify }) => {
    const response = await compute.call('listVersions', withToken(target))
    assumeDefined(response.array(versions)[0], 'No versions are listed.', 'versions.list.array')

    verify('versions.v21').matches(response, hasVersion('v2.1', '/v2.1/'))
  })

  test('lists v2.0 without microversions', verifies('versions.range'), async ({ compute, target, verify }) => {
    const response = await compute.call('listVersions', withToken(target))
    const index = assumeDefined(indexOf(response, 'v2.0'), 'v2.0 is not listed.', 'versions.v2')

    verify('versions.range').matches(
      response,
      hasValue(`${versions}/${index}/version`, ''),
      hasValue(`${versions}/${index}/min_version`, ''),
    )
  })
})
