/**
 * GET /: what a client may rely on when it asks which versions of the API there are.
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

/** The call with the run's token, whether the operation needs one or not: that is a question of its own. */
const withToken = ({ token }: TargetSettings) => ({ token })

/** Where a version stands in the list, or undefined. */
const positionOf = (response: ApiResponse, id: string): number | undefined => {
  const position = response.array(versions).findIndex((version) => resolvePointer(version, 'version/id') === id)
  return position < 0 ? undefined : position
}

/** The self links of one version lead to a path with this end. That there are links is another statement's matter. */
const leadsTo = (id: string, end: string) =>
  hasValueMatching(versions, `a self link of ${id} that ends in ${end}`, (value) => {
    const entry = Array.isArray(value)
      ? value.find((version) => resolvePointer(version, 'version/id') === id)
      : undefined
    const links = resolvePointer(entry, 'version/links')
    const hrefs = (Array.isArray(links) ? links : [])
      .filter((link) => resolvePointer(link, 'link/rel') === 'self')
      .map((link) => resolvePointer(link, 'link/href'))
      .filter((href) => typeof href === 'string')
    return hrefs.every((href) => href.endsWith(end))
  })

describe('GET /', () => {
  test('answers 200 or 300', verifies('versions.list.answers'), async ({ compute, target, verify }) => {
    const response = await compute.call('listVersions', withToken(target))

    verify('versions.list.answers').matches(response, hasStatus(200, 300))
  })

  test('needs no token', verifies('versions.no-token'), async ({ compute, target, verify }) => {
    const authorised = await compute.call('listVersions', withToken(target))
    assume(authorised.status < 400, 'The versions cannot be read with a token either.')

    const response = await compute.call('listVersions', { token: null })

    verify('versions.no-token').matches(response, hasStatus(200, 300))
  })

  test('lists v2.0 with a link to /v2/', verifies('versions.v2'), async ({ compute, target, verify }) => {
    const response = await compute.call('listVersions', withToken(target))
    assumeDefined(response.array(versions)[0], 'No versions are listed at all.')

    verify('versions.v2').matches(response, allOf(containsItem(versions, 'id', 'v2.0'), leadsTo('v2.0', '/v2/')))
  })

  test('lists v2.1 with a link to /v2.1/', verifies('versions.v21'), async ({ compute, target, verify }) => {
    const response = await compute.call('listVersions', withToken(target))
    assumeDefined(response.array(versions)[0], 'No versions are listed at all.')

    verify('versions.v21').matches(response, allOf(containsItem(versions, 'id', 'v2.1'), leadsTo('v2.1', '/v2.1/')))
  })

  test('gives v2.0 no range of microversions', verifies('versions.range'), async ({ compute, target, verify }) => {
    const response = await compute.call('listVersions', withToken(target))
    const position = assumeDefined(positionOf(response, 'v2.0'), 'v2.0 is not listed.')

    verify('versions.range').matches(
      response,
      hasValue(`${versions}/${position}/version`, ''),
      hasValue(`${versions}/${position}/min_version`, ''),
    )
  })
})
