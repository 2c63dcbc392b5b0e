/**
 * GET /: what a client may rely on when it asks which versions of the API there are.
 */
import {
  type Answer,
  answersWith,
  arranged,
  describe,
  every,
  follow,
  lists,
  shows,
  showsSuch,
  type TargetSettings,
  test,
  verifies,
} from '#harness'

const versions = 'body/versions'

/** The call with the run's token, whether the operation needs one or not: that is a question of its own. */
const withToken = ({ token }: TargetSettings) => ({ token })

/** Where a version stands in the list, or undefined. */
const positionOf = (answer: Answer, id: string): number | undefined => {
  const position = answer.array(versions).findIndex((version) => follow(version, 'version/id') === id)
  return position < 0 ? undefined : position
}

/** The self links of one version lead to a path with this end. That there are links is another statement's matter. */
const leadsTo = (id: string, end: string) =>
  showsSuch(versions, `a self link of ${id} that ends in ${end}`, (value) => {
    const entry = Array.isArray(value) ? value.find((version) => follow(version, 'version/id') === id) : undefined
    const links = follow(entry, 'version/links')
    const hrefs = (Array.isArray(links) ? links : [])
      .filter((link) => follow(link, 'link/rel') === 'self')
      .map((link) => follow(link, 'link/href'))
      .filter((href) => typeof href === 'string')
    return hrefs.every((href) => href.endsWith(end))
  })

describe('GET /', () => {
  test('answers 200 or 300', verifies('versions.list.answers'), async ({ compute, target, must }) => {
    const answer = await compute.call('listVersions', withToken(target))

    must('versions.list.answers').see(answer, answersWith(200, 300))
  })

  test('needs no token', verifies('versions.no-token'), async ({ compute, target, must }) => {
    const authorised = await compute.call('listVersions', withToken(target))
    arranged(authorised.status < 400 || undefined, 'The versions cannot be read with a token either.')

    const answer = await compute.call('listVersions', { token: null })

    must('versions.no-token').see(answer, answersWith(200, 300))
  })

  test('lists v2.0 with a link to /v2/', verifies('versions.v2'), async ({ compute, target, must }) => {
    const answer = await compute.call('listVersions', withToken(target))
    arranged(answer.array(versions)[0], 'No versions are listed at all.')

    must('versions.v2').see(answer, every(lists(versions, 'id', 'v2.0'), leadsTo('v2.0', '/v2/')))
  })

  test('lists v2.1 with a link to /v2.1/', verifies('versions.v21'), async ({ compute, target, must }) => {
    const answer = await compute.call('listVersions', withToken(target))
    arranged(answer.array(versions)[0], 'No versions are listed at all.')

    must('versions.v21').see(answer, every(lists(versions, 'id', 'v2.1'), leadsTo('v2.1', '/v2.1/')))
  })

  test('gives v2.0 no range of microversions', verifies('versions.range'), async ({ compute, target, must }) => {
    const answer = await compute.call('listVersions', withToken(target))
    const position = arranged(positionOf(answer, 'v2.0'), 'v2.0 is not listed.')

    must('versions.range').see(
      answer,
      shows(`${versions}/${position}/version`, ''),
      shows(`${versions}/${position}/min_version`, ''),
    )
  })
})
