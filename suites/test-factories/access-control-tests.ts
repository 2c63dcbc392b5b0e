import { hasValue, isSuccess, type LeasedServer, lacksItem, test, verifies } from '#harness'
import type { OperationId, TargetSettings } from '#model'
import { isNotFound } from '../support/empty-lists.ts'
import { excludesKeypair, isKeypairList, publicKeys } from '../support/keypairs.ts'
import { orNone } from '../support/or-none.ts'
import { nonexistentId } from '../support/rejections.ts'
import { assumeShown, isShown } from '../support/servers/server-comparison.ts'
import { serversPointer } from '../support/servers/server-list.ts'
import { AccessChecks, requirementsOf, type UnauthorizedCaller } from '../support/unauthorized-caller.ts'
import { type AttachmentPath, attach, withVolumeAndServer } from '../support/volume-attachment.ts'
import {
  describeUnauthorizedAccessToGroups,
  describeUnauthorizedAccessToMetadata,
} from './later-access-control-tests.ts'

interface PathContext {
  readonly given: {
    server(): Promise<LeasedServer>
    keypair(body: { readonly public_key: string }): Promise<{ readonly name: string }>
  }
  readonly hasServer: boolean
}

/** Provides the path parameters of an operation: those of a nonexistent resource where none can be created. */
type PathFixture = (ctx: PathContext) => Promise<Readonly<Record<string, string>>>

const noParameters: PathFixture = async () => ({})
const keypairName = async ({ given }: Pick<PathContext, 'given'>): Promise<string> =>
  (await orNone(given.keypair({ public_key: publicKeys[0] })))?.name ?? nonexistentId
const keypairPath: PathFixture = async ({ given }) => ({ keypairName: await keypairName({ given }) })
const serverPath: PathFixture = async ({ given, hasServer }) => ({
  serverId: (hasServer ? (await orNone(given.server()))?.id : undefined) ?? nonexistentId,
})

const reads: readonly (readonly [OperationId, PathFixture])[] = [
  ['listFlavors', noParameters],
  ['listAvailabilityZones', noParameters],
  ['listKeypairs', noParameters],
  ['showKeypair', keypairPath],
  ['listServers', noParameters],
  ['listServersDetail', noParameters],
  ['showServer', serverPath],
  ['listVolumeAttachments', serverPath],
]

/** Returns the actions besides os-stop that an ACTIVE server allows. */
const otherActions = ({ edition, resources }: TargetSettings, imageName: string): readonly object[] => [
  { reboot: { type: 'SOFT' } },
  { resize: { flavorRef: resources.resizeFlavor ?? resources.flavor } },
  { addSecurityGroup: { name: 'default' } },
  { removeSecurityGroup: { name: 'default' } },
  { createImage: { name: imageName } },
  ...(edition === '2020-03' ? [] : [{ shelve: null }]),
]

/** Defines the tests that all operations deny access to a caller and have no effect. */
export function describeUnauthorizedAccess(caller: UnauthorizedCaller): void {
  describeReads(caller)
  describeKeypairs(caller)
  describeServerCreation(caller)
  describeServers(caller)
  describeVolumes(caller)
  describeUnauthorizedAccessToMetadata(caller)
  describeUnauthorizedAccessToGroups(caller)
}

function describeReads(caller: UnauthorizedCaller): void {
  for (const [operation, pathFixture] of reads) {
    test(
      `rejects ${operation} ${caller.title}`,
      verifies(...requirementsOf(caller)),
      async ({ given, has, compute, target, verify }) => {
        const path = await pathFixture({ given, hasServer: has('server') })
        const checks = new AccessChecks(caller, { compute, target, verify })

        // A target may handle a request with a query differently, and not check the token.
        const query = operation === 'listServersDetail' ? { limit: 1 } : {}
        await checks.verifyDenied({ operation, path, query })

        checks.finish()
      },
    )
  }
}

function describeKeypairs(caller: UnauthorizedCaller): void {
  test(
    `creates and deletes no keypair ${caller.title}`,
    verifies(...requirementsOf(caller)),
    async ({ given, compute, target, verify, build }) => {
      const existing = await keypairName({ given })
      const show = () => compute.call('showKeypair', { path: { keypairName: existing } })
      const wasShown = (await show()).isSuccess
      const checks = new AccessChecks(caller, { compute, target, verify })
      const name = build.name('key')

      const isCreateDenied = await checks.verifyDenied({ operation: 'createKeypair', body: { keypair: { name } } })
      const isDeleteDenied = await checks.verifyDenied({ operation: 'deleteKeypair', path: { keypairName: existing } })

      const listed = await compute.call('listKeypairs')
      if (isCreateDenied && listed.isSuccess && isKeypairList(listed))
        verify.soft(caller.requirement).matches(listed, excludesKeypair(name))
      if (wasShown && isDeleteDenied) verify.soft(caller.requirement).matches(await show(), isSuccess)
      checks.finish()
    },
  )
}

function describeServerCreation(caller: UnauthorizedCaller): void {
  test(
    `creates no server ${caller.title}`,
    verifies(...requirementsOf(caller)),
    async ({ given, has, compute, target, verify, build }) => {
      // A target that carries out the request creates a server.
      if (has('server')) await orNone(given.reserveCapacity(1, { isForRejection: true }))
      const body = build.server('unauthorized')
      const name = String(body.server['name'])
      const checks = new AccessChecks(caller, { compute, target, verify })

      const isDenied = await checks.verifyDenied({ operation: 'createServer', body })

      const listed = await compute.call('listServers', { query: { name } })
      if (isDenied && Array.isArray(listed.at(serversPointer)))
        verify.soft(caller.requirement).matches(listed, lacksItem(serversPointer, 'name', name))
      checks.finish()
    },
  )
}

function describeServers(caller: UnauthorizedCaller): void {
  test(
    `changes, stops and deletes no server ${caller.title}`,
    verifies(...requirementsOf(caller)),
    async ({ given, has, compute, target, verify, build }) => {
      const server = has('server') ? await orNone(given.server({ exclusive: true })) : undefined
      const path = { serverId: server?.id ?? nonexistentId }
      const before = await compute.call('showServer', { path })
      const renamed = { server: { name: build.name('renamed') } }
      const checks = new AccessChecks(caller, { compute, target, verify })

      const areChangesDenied = [
        await checks.verifyDenied({ operation: 'updateServer', path, body: renamed }),
        await checks.verifyDenied({ operation: 'actOnServer', path, body: { 'os-stop': null } }),
      ]
      for (const body of otherActions(target, build.name('image')))
        areChangesDenied.push(await checks.verifyDenied({ operation: 'actOnServer', path, body, isSample: true }))
      areChangesDenied.push(await checks.verifyDenied({ operation: 'deleteServer', path }))

      if (server && isShown(before) && areChangesDenied.every(Boolean)) {
        const shown = await compute.call('showServer', { path })
        // 404 shows that the server was deleted; another error shows nothing.
        if (!isNotFound(shown)) assumeShown(shown)
        const isAsBefore = ['body/server/name', 'body/server/status'].map((at) => hasValue(at, before.at(at)))
        verify.soft(caller.requirement).matches(shown, isSuccess, ...isAsBefore)
      }
      checks.finish()
    },
  )
}

function describeVolumes(caller: UnauthorizedCaller): void {
  test(
    `attaches, shows and detaches no volume ${caller.title}`,
    verifies(...requirementsOf(caller)),
    async ({ given, has, compute, target, verify }) => {
      const checks = new AccessChecks(caller, { compute, target, verify })
      const verifyCalls = async ({ serverId, volumeId }: AttachmentPath, attachVolume: () => Promise<unknown>) => {
        const path = { serverId, volumeId }
        const body = { volumeAttachment: { volumeId } }
        if (await checks.verifyDenied({ operation: 'attachVolume', path, body })) await attachVolume()
        await checks.verifyDenied({ operation: 'showVolumeAttachment', path })
        await checks.verifyDenied({ operation: 'detachVolume', path })
      }

      const isTried =
        has('volume') &&
        has('server') &&
        (await orNone(
          withVolumeAndServer({ given, compute }, async (path) => {
            await verifyCalls(path, () => orNone(attach(compute, path)))
          }).then(() => true),
        ))

      if (isTried !== true)
        await verifyCalls({ serverId: nonexistentId, volumeId: nonexistentId }, async () => undefined)
      checks.finish()
    },
  )
}
