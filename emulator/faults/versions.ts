import { defineFault } from './define-fault.ts'
import { changed, changedList, type Edit, fixed, isObject, without } from './edits.ts'
import { insteadOfSuccess, mutateBody } from './mutators.ts'
import { errorResponse } from './responses.ts'

const inVersion = (edit: Edit) => mutateBody('versions.list', 'versions.*', edit)

const withoutVersion = (id: string) =>
  mutateBody(
    'versions.list',
    '',
    changedList('versions', (versions) => versions.filter((version) => isObject(version) && version['id'] !== id)),
  )

export const versionFaults = [
  defineFault(
    'versions-forbidden',
    'versions.list.answers',
    'GET / is rejected with 403.',
    insteadOfSuccess('versions.list', errorResponse(403, 'forbidden', 'Access to the versions is forbidden.')),
  ),
  defineFault(
    'versions-need-token',
    'versions.no-token',
    'GET / needs a token.',
    insteadOfSuccess(
      'versions.list',
      errorResponse(401, 'unauthorized', 'A token is required.'),
      ({ request }) => request.header('x-auth-token') === undefined,
    ),
  ),
  defineFault(
    'versions-empty',
    'versions.list.array',
    'The list of versions is empty.',
    mutateBody('versions.list', '', fixed('versions', [])),
  ),
  defineFault(
    'versions-id-bare',
    'versions.id',
    'A third version has a bare number as its id.',
    mutateBody(
      'versions.list',
      '',
      changedList('versions', (versions) => {
        const [first = null] = versions
        return [...versions, isObject(first) ? fixed('id', '3')(first) : first]
      }),
    ),
  ),
  defineFault('versions-links-missing', 'versions.links', 'Versions have no links.', inVersion(without('links'))),
  defineFault(
    'versions-status-unknown',
    'versions.status',
    'Versions have an undefined status.',
    inVersion(fixed('status', 'STABLE')),
  ),
  defineFault(
    'versions-range-missing',
    'versions.range',
    'Versions have no min_version.',
    inVersion(without('min_version')),
  ),
  defineFault(
    'versions-updated-as-date',
    'versions.updated',
    'The time of a version is a date without a time of day.',
    inVersion(changed('updated', (time) => String(time).slice(0, 10))),
  ),
  defineFault('versions-v2-missing', 'versions.v2', 'There is no version v2.0.', withoutVersion('v2.0')),
  defineFault('versions-v21-missing', 'versions.v21', 'There is no version v2.1.', withoutVersion('v2.1')),
]
