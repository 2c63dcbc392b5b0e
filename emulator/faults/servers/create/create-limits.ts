import { isLocal } from '../../../state/flavors.ts'
import { checkWindowsImage } from '../../../validation/image-rules.ts'
import { readCreateRequest } from '../../../validation/server-create.ts'
import { defineFault } from '../../define-fault.ts'
import { changed, changedList, isObject, without } from '../../edits.ts'
import { readAsIf, rejectServerIf, requestedServer } from './create-request-edits.ts'

const longestName = 255
const longestUserData = 65_535

/** Returns the metadata of a request, if all its values are strings. */
function requestedMetadata(body: unknown): Readonly<Record<string, string>> | undefined {
  const metadata = requestedServer(body)?.['metadata']
  if (!isObject(metadata)) return undefined
  const pairs = Object.entries(metadata).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : []))
  return pairs.length === Object.keys(metadata).length ? Object.fromEntries(pairs) : undefined
}

/** Faults of the limits and encodings of a create request, and of the rules for Windows. */
export const createLimitFaults = [
  defineFault(
    'create-name-cut',
    'servers.create.name-limit',
    'The name of a new server is truncated when it is too long, instead of rejected.',
    readAsIf(
      ({ name }) => typeof name === 'string' && name.length > longestName,
      changed('name', (name) => String(name).slice(0, longestName)),
    ),
  ),
  defineFault(
    'create-name-limit-low',
    'servers.create.name-limit',
    'A new server cannot have a name of more than 64 characters.',
    rejectServerIf(({ name }) => String(name).length > 64),
  ),
  defineFault(
    'create-user-data-refused',
    'servers.create.user-data',
    'A create request with user data is rejected.',
    rejectServerIf((server) => 'user_data' in server),
  ),
  defineFault(
    'create-user-data-padding-refused',
    'servers.create.user-data',
    'A create request with user data is rejected if they end with the padding of base64.',
    rejectServerIf(({ user_data: data }) => typeof data === 'string' && data.endsWith('=')),
  ),
  defineFault(
    'create-user-data-alphabet-cut',
    'servers.create.user-data',
    'A create request with user data is rejected if they have a plus sign or a slash.',
    rejectServerIf(({ user_data: data }) => typeof data === 'string' && /[+/]/.test(data)),
  ),
  defineFault(
    'create-user-data-unchecked',
    'servers.create.user-data-base64',
    'User data that is not base64 is accepted.',
    readAsIf(({ user_data: data }) => typeof data === 'string' && data.length <= longestUserData, without('user_data')),
  ),
  defineFault(
    'create-user-data-unlimited',
    'servers.create.user-data-limit',
    'User data may have any length.',
    readAsIf(({ user_data: data }) => typeof data === 'string' && data.length > longestUserData, without('user_data')),
  ),
  defineFault(
    'create-metadata-unlimited',
    'servers.create.metadata-limit',
    'Metadata may have any length.',
    readCreateRequest.overrideWhen(
      (_cloud, body) => requestedMetadata(body) !== undefined,
      (original, cloud, body) => ({
        ...original(cloud, { server: without('metadata')(requestedServer(body) ?? {}) }),
        metadata: requestedMetadata(body) ?? {},
      }),
    ),
  ),
  defineFault(
    'create-personality-refused',
    'servers.create.personality',
    'A create request with files is rejected.',
    rejectServerIf((server) => 'personality' in server),
  ),
  defineFault(
    'create-personality-unchecked',
    'servers.create.personality-base64',
    'Files that are not base64 are accepted.',
    readAsIf(
      ({ personality }) => Array.isArray(personality),
      changedList('personality', (files) =>
        files.map((file) =>
          isObject(file) && ('contents' in file || 'content' in file) ? { ...file, contents: '' } : file,
        ),
      ),
    ),
  ),
  defineFault(
    'create-counts-unchecked',
    'servers.create.counts',
    'A create request whose min_count is above its max_count is accepted.',
    readAsIf(({ min_count: least, max_count: most }) => Number(least) > Number(most), without('min_count')),
  ),
  defineFault(
    'create-windows-name-unchecked',
    'servers.create.windows-name-limit',
    'The name of a Windows server may have any length.',
    checkWindowsImage.overrideWhen(
      (_cloud, _image, _flavor, name) => [...name].length > 15,
      (original, cloud, image, flavor) => original(cloud, image, flavor, 'short'),
    ),
  ),
  defineFault(
    'create-windows-name-one-more',
    'servers.create.windows-name-limit',
    'The name of a Windows server may have 16 characters.',
    checkWindowsImage.overrideWhen(
      (_cloud, _image, _flavor, name) => [...name].length === 16,
      (original, cloud, image, flavor) => original(cloud, image, flavor, 'short'),
    ),
  ),
  defineFault(
    'create-windows-ram-unchecked',
    'servers.create.windows-ram',
    'Windows servers may have any amount of memory.',
    checkWindowsImage.override((original, cloud, image, flavor, name) =>
      original(cloud, image, { ...flavor, ram: Number.POSITIVE_INFINITY }, name),
    ),
  ),
  defineFault(
    'create-windows-local-accepted',
    'servers.create.windows-u-type',
    'Windows servers may have a u2 flavor.',
    checkWindowsImage.overrideWhen(
      (_cloud, _image, flavor) => isLocal(flavor),
      () => undefined,
    ),
  ),
]
