/**
 * Isolation of tenants: a tenant does not list, show, change or delete the servers of another.
 */
import {
  type ApiResponse,
  assume,
  assumeDefined,
  describe,
  hasValueMatching,
  InconclusiveError,
  isRejected,
  isSuccess,
  jsonPreview,
  lacksItem,
  type Matcher,
  test,
  verifies,
} from '#harness'
import type { TargetSettings } from '#model'
import { multiInterfaceServer } from '../scenarios/multi-interface-server.ts'
import { isKeypairList, listsKeypair, publicKeys } from '../support/keypairs.ts'
import { orInconclusive, orNone } from '../support/or-none.ts'
import { idsIn, nextQuery, type Query } from '../support/pagination.ts'
import { hasText, shownPairs, showsPair } from '../support/server-metadata.ts'
import { pageSizes } from '../support/servers/limit-and-marker.ts'
import { bothLists, listReader, plainList, type ReadList, serversPointer } from '../support/servers/server-list.ts'

/** Returns the second tenant and its token as options of a call. */
const otherTenant = ({ other }: TargetSettings) => assumeDefined(other, 'No second tenant is configured.')

/** Tells whether a response has an empty list, or an object without metadata, which reveals nothing. */
const isEmpty = (response: ApiResponse): boolean =>
  ['volumeAttachments', 'metadata'].some((member) => /^(\[\]|{})$/.test(jsonPreview(response.at(`body/${member}`))))

/** Actions that a running server allows its own tenant. */
const foreignActions = ({ resources, edition }: TargetSettings): readonly object[] => [
  { 'os-stop': null },
  { reboot: { type: 'SOFT' } },
  { resize: { flavorRef: resources.resizeFlavor ?? resources.flavor } },
  { addSecurityGroup: { name: 'default' } },
  { removeSecurityGroup: { name: 'default' } },
  ...(edition === '2020-03' ? [] : [{ shelve: null }, { unshelve: null }]),
]

/** Queries that find a server of the first tenant if the target does not restrict its search to the caller's tenant. */
const foreignQueries = (name: string, { resources: { flavor, image } }: TargetSettings): readonly Query[] => [
  {},
  { name },
  { status: 'ACTIVE' },
  { all_tenants: 1 },
  { 'changes-since': new Date(0).toISOString() },
  ...(flavor === undefined ? [] : [{ flavor }]),
  ...(image === undefined ? [] : [{ image }]),
]

/** Reads the first page of a list and, if others follow, the longest one: a list of thousands of servers is not read to its end. */
async function readLongestPages(read: ReadList, query: Query = {}): Promise<readonly ApiResponse[]> {
  const first = await read.page(query)
  if (nextQuery(first, 'body/servers_links') === undefined) return [first]
  return [first, await read.page({ ...query, limit: pageSizes.most })]
}

/** Matches a response that is not a success, or an empty list. */
const isDenied: Matcher = (response) => (response.isSuccess && !isEmpty(response) ? isRejected(response) : undefined)

describe('Isolation of tenants', () => {
  test(
    'does not list or show a server to another tenant',
    verifies('access.tenant-isolation'),
    async ({ given, compute, target, verify }) => {
      const server = await given.server({ anyStatus: true })
      const other = otherTenant(target)

      for (const list of bothLists) {
        for (const query of foreignQueries(server.name, target)) {
          const pages = await readLongestPages(listReader(compute, list, other), query)
          // Whether the other tenant can list its own servers does not matter here.
          for (const page of pages.filter((one) => one.isSuccess && Array.isArray(one.at(serversPointer))))
            verify('access.tenant-isolation').matches(page, lacksItem(serversPointer, 'id', server.id))
        }
      }
      const shown = await compute.call('showServer', { path: { serverId: server.id }, ...other })
      verify('access.tenant-isolation').matches(shown, isDenied)
    },
  )

  test(
    'does not let another tenant list the attachments of a server, change it or delete it',
    verifies('access.tenant-isolation'),
    async ({ given, compute, target, build, verify }) => {
      const server = await given.server({ exclusive: true, anyStatus: true })
      const call = { path: { serverId: server.id }, ...otherTenant(target) }
      const foreignName = build.name('foreign')

      const responses = [
        await orNone(compute.call('listVolumeAttachments', call)),
        await orNone(compute.call('updateServer', { ...call, body: { server: { name: foreignName } } })),
      ]
      for (const body of foreignActions(target))
        responses.push(await orNone(compute.call('actOnServer', { ...call, body })))
      responses.push(await orNone(compute.call('deleteServer', call)))

      for (const response of responses) if (response) verify('access.tenant-isolation').matches(response, isDenied)
      const shown = await compute.call('showServer', { path: call.path })
      const hasOwnName = hasValueMatching(
        'body/server/name',
        'the name that its own tenant gave it',
        (name) => name !== foreignName,
      )
      verify('access.tenant-isolation').matches(shown, isSuccess, hasOwnName)
      // The oracle reports other effects of the rejected requests.
    },
  )

  test(
    'does not let another tenant show an attachment of a server or create an image of it',
    verifies('access.tenant-isolation'),
    async ({ given, compute, target, build, has, verify }) => {
      const other = otherTenant(target)
      const serverId = (await given.server({ anyStatus: true })).id
      const attachments = await orNone(compute.call('listVolumeAttachments', { path: { serverId } }))
      const volumeId = attachments?.string('body/volumeAttachments/0/volumeId')
      if (volumeId !== undefined) {
        const shown = await compute.call('showVolumeAttachment', { path: { serverId, volumeId }, ...other })
        verify('access.tenant-isolation').matches(shown, isDenied)
      }
      const isVerified = volumeId !== undefined
      const noAttachment = 'The server shows no attachment.'
      if (!has('localFlavor')) return assume(isVerified, noAttachment, 'attachments.list.answers')
      const local = await orInconclusive(given.server({ exclusive: true, kind: 'local' }))
      if (local instanceof InconclusiveError) {
        // Without an attachment, the reason is that of the whole test.
        if (!isVerified) throw local
        return
      }
      const body = { createImage: { name: build.name('foreign') } }
      const image = await compute.call('actOnServer', { path: { serverId: local.id }, body, ...other })
      verify('access.tenant-isolation').matches(image, isDenied)
    },
  )

  test(
    'does not let another tenant start a server',
    verifies('access.tenant-isolation'),
    async ({ given, compute, target, verify }) => {
      const { id: serverId } = await given.server({ exclusive: true, state: 'SHUTOFF' })
      const call = { path: { serverId }, ...otherTenant(target) }
      const started = await compute.call('actOnServer', { ...call, body: { 'os-start': null } })
      verify('access.tenant-isolation').matches(started, isDenied)
    },
  )

  test(
    'does not let another tenant unshelve a server',
    verifies('access.tenant-isolation'),
    async ({ given, compute, build, target, verify, skip }) => {
      if (target.edition === '2020-03') skip('The edition of the document has no operation for shelving.')
      const { foreignUnshelve } = (await orNone(multiInterfaceServer({ given, compute, build }))) ?? {}
      if (foreignUnshelve === undefined) return skip('No server was offloaded.')
      verify('access.tenant-isolation').matches(foreignUnshelve, isDenied)
    },
  )

  test(
    'does not let another tenant read or change the metadata of a server',
    verifies('access.tenant-isolation'),
    async ({ given, compute, target, verify, skip }) => {
      if (target.edition === '2020-03') skip('The edition of the document has no operation for metadata.')
      const other = otherTenant(target)
      const { id: serverId } = await given.server({ exclusive: true, anyStatus: true })
      const path = { serverId, key: 'conformance-own' }
      const meta = { [path.key]: 'one' }
      const isSet = (await compute.call('setServerMetadata', { path, body: { meta } })).isSuccess
      assume(isSet, 'A pair cannot be created.', 'metadata.set.creates')
      const show = () => compute.call('showServer', { path: { serverId } })
      const { isDone: isShown } = await compute.poll(
        show,
        showsPair(path.key, 'one'),
        'propagation',
        'metadata.set.creates',
      )

      // The deletion comes last, because the other calls need the pair.
      const responses = [
        await orNone(compute.call('listServerMetadata', { path: { serverId }, ...other })),
        await orNone(compute.call('showServerMetadata', { path, ...other })),
        await orNone(compute.call('setServerMetadata', { path, body: { meta: { [path.key]: 'two' } }, ...other })),
        await orNone(compute.call('deleteServerMetadata', { path, ...other })),
      ]
      for (const response of responses) if (response) verify('access.tenant-isolation').matches(response, isDenied)
      // A target may carry out a request that it rejects.
      if (isShown)
        verify('access.tenant-isolation').matches(await show(), isSuccess, hasText(`${shownPairs}/${path.key}`, 'one'))
      await compute.call('deleteServerMetadata', { path })
    },
  )

  test(
    'neither shows nor deletes a keypair for a user who does not have it',
    verifies('keypairs.unknown-refused'),
    async ({ given, compute, target, verify, skip }) => {
      const { other } = target
      if (other === undefined) skip('No second tenant is configured.')
      const { name: keypairName } = await given.keypair({ public_key: publicKeys[0] })

      const listed = await compute.call('listKeypairs', other)

      // Both tokens may belong to one user, and a list may have the keypairs of other users.
      if (!listed.isSuccess || !isKeypairList(listed) || listsKeypair(keypairName)(listed) === undefined)
        skip('The second token lists the keypair, too.')
      const path = { keypairName }
      const shown = await compute.call('showKeypair', { path, ...other })
      verify.soft('keypairs.unknown-refused').isDenied(shown, isRejected)
      const deleted = await compute.call('deleteKeypair', { path, ...other })
      verify.soft('keypairs.unknown-refused').isDenied(deleted, isRejected)
    },
  )

  test(
    "neither lists nor shows another tenant's servers",
    verifies('access.tenant-isolation'),
    async ({ compute, target, verify, skip }) => {
      const other = otherTenant(target)
      const foreignIds = idsIn(await listReader(compute, plainList, other).page(), serversPointer).slice(0, 3)

      const lists: ApiResponse[] = []
      for (const list of bothLists) lists.push(...(await readLongestPages(listReader(compute, list))))

      if (foreignIds.length === 0) skip('The second tenant lists no servers.')
      for (const id of foreignIds) {
        for (const list of lists.filter((response) => Array.isArray(response.at(serversPointer))))
          verify('access.tenant-isolation').matches(list, lacksItem(serversPointer, 'id', id))
        const shown = await compute.call('showServer', { path: { serverId: id } })
        verify('access.tenant-isolation').matches(shown, isDenied)
      }
    },
  )
})
