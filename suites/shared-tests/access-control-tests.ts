import { assume, hasValue, isSuccess, type LeasedServer, lacksItem, test, verifies } from '#harness'
import type { OperationId } from '#model'
import { excludesKeypair, isKeypairList, publicKeys } from '../support/keypairs.ts'
import { nonexistentId } from '../support/rejections.ts'
import { serversPointer } from '../support/server-list.ts'
import { AccessChecks, requirementsOf, type UnauthorizedCaller } from '../support/unauthorized-caller.ts'
import { attach, withVolumeAndServer } from '../support/volume-attachment.ts'

interface PathContext {
  readonly given: {
    server(): Promise<LeasedServer>
    keypair(body: { readonly public_key: string }): Promise<{ readonly name: string }>
  }
  readonly hasServer: boolean
}

/** Provides the path parameters of an operation. */
type PathFixture = (ctx: PathContext) => Promise<Readonly<Record<string, string>>>

const noParameters: PathFixture = async () => ({})
const keypairPath: PathFixture = async ({ given }) => ({
  keypairName: (await given.keypair({ public_key: publicKeys[0] })).name,
})
const serverPath: PathFixture = async ({ given, hasServer }) => ({
  serverId: hasServer ? (await given.server()).id : nonexistentId,
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

/** Defines the tests that the operations of all resources deny access to a caller and have no effect. */
export function describeUnauthorizedAccess(caller: UnauthorizedCaller): void {
  describeReads(caller)
  describeKeypairs(caller)
  describeServerCreation(caller)
  describeServers(caller)
  describeVolumes(caller)
}

function describeReads(caller: UnauthorizedCaller): void {
  for (const [operation, pathFixture] of reads) {
    test(
      `rejects ${operation} ${caller.title}`,
      verifies(...requirementsOf(caller)),
      async ({ given, has, compute, target, verify }) => {
        const path = await pathFixture({ given, hasServer: has('server') })
        const checks = new AccessChecks(caller, { compute, target, verify })

        await checks.verifyDenied({ operation, path })

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
      const { name: existing } = await given.keypair({ public_key: publicKeys[0] })
      const show = () => compute.call('showKeypair', { path: { keypairName: existing } })
      assume((await show()).isSuccess, 'The keypair of the test cannot be shown.')
      const checks = new AccessChecks(caller, { compute, target, verify })
      const name = build.name('key')

      const isCreateDenied = await checks.verifyDenied({ operation: 'createKeypair', body: { keypair: { name } } })
      const isDeleteDenied = await checks.verifyDenied({ operation: 'deleteKeypair', path: { keypairName: existing } })

      const listed = await compute.call('listKeypairs')
      if (isCreateDenied && isKeypairList(listed))
        verify.soft(caller.requirement).matches(listed, excludesKeypair(name))
      if (isDeleteDenied) verify.soft(caller.requirement).matches(await show(), isSuccess)
      checks.finish()
    },
  )
}

function describeServerCreation(caller: UnauthorizedCaller): void {
  test(
    `creates no server ${caller.title}`,
    verifies(...requirementsOf(caller)),
    async ({ given, has, compute, target, verify, build }) => {
      // A target that carries the request out has one server more.
      if (has('server')) await given.reserveCapacity()
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
      const server = has('server') ? await given.server({ exclusive: true }) : undefined
      const path = { serverId: server?.id ?? nonexistentId }
      const nameBefore = (await compute.call('showServer', { path })).at('body/server/name')
      const renamed = { server: { name: build.name('renamed') } }
      const checks = new AccessChecks(caller, { compute, target, verify })

      const areChangesDenied = [
        await checks.verifyDenied({ operation: 'updateServer', path, body: renamed }),
        await checks.verifyDenied({ operation: 'actOnServer', path, body: { 'os-stop': null } }),
        await checks.verifyDenied({ operation: 'deleteServer', path }),
      ]

      if (server && areChangesDenied.every(Boolean)) {
        const shown = await compute.call('showServer', { path })
        const isAsBefore = [hasValue('body/server/name', nameBefore), hasValue('body/server/status', 'ACTIVE')]
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
      const body = (volumeId: string) => ({ volumeAttachment: { volumeId } })
      if (has('volume') && has('server')) {
        await withVolumeAndServer({ given, compute }, async ({ serverId, volumeId }) => {
          const path = { serverId, volumeId }
          const isDenied = await checks.verifyDenied({ operation: 'attachVolume', path, body: body(volumeId) })
          if (isDenied) await attach(compute, path)
          await checks.verifyDenied({ operation: 'showVolumeAttachment', path })
          await checks.verifyDenied({ operation: 'detachVolume', path })
        })
      } else {
        const path = { serverId: nonexistentId, volumeId: nonexistentId }
        await checks.verifyDenied({ operation: 'attachVolume', path, body: body(nonexistentId) })
        await checks.verifyDenied({ operation: 'showVolumeAttachment', path })
        await checks.verifyDenied({ operation: 'detachVolume', path })
      }
      checks.finish()
    },
  )
}
