import { assume, hasValue, isSuccess, type LeasedServer, lacksItem, test, verifies } from '#harness'
import type { OperationId } from '#model'
import { isKeypairList, listsKeypair } from './keypairs.ts'
import { servers } from './server-list.ts'
import { publicKeys } from './ssh-keys.ts'
import { AccessChecks, judgedBy, nonexistentId, type UnauthorizedCaller } from './unauthorized-caller.ts'
import { attach, withVolumeAndServer } from './volume-attachment.ts'

interface Lender {
  server(): Promise<LeasedServer>
  keypair(body: { readonly public_key: string }): Promise<{ readonly name: string }>
}

/** Finds what a read is tried at. */
type Place = (given: Lender, hasServer: boolean) => Promise<Readonly<Record<string, string>>>

const anywhere: Place = async () => ({})
const aKeypair: Place = async (given) => ({ keypairName: (await given.keypair({ public_key: publicKeys[0] })).name })
const aServer: Place = async (given, hasServer) => ({ serverId: hasServer ? (await given.server()).id : nonexistentId })

const reads: readonly (readonly [OperationId, Place])[] = [
  ['listFlavors', anywhere],
  ['listAvailabilityZones', anywhere],
  ['listKeypairs', anywhere],
  ['showKeypair', aKeypair],
  ['listServers', anywhere],
  ['listServersDetail', anywhere],
  ['showServer', aServer],
  ['listVolumeAttachments', aServer],
]

function describeReads(intruder: UnauthorizedCaller): void {
  for (const [operation, place] of reads) {
    test(
      `refuses ${operation} ${intruder.title}`,
      verifies(...judgedBy(intruder)),
      async ({ given, has, compute, target, verify }) => {
        const path = await place(given, has('server'))

        const trial = new AccessChecks(intruder, { compute, target, verify })
        await trial.attempt({ operation, path })
        trial.finish()
      },
    )
  }
}

function describeKeypairs(intruder: UnauthorizedCaller): void {
  test(
    `makes and deletes no keypair ${intruder.title}`,
    verifies(...judgedBy(intruder)),
    async ({ given, compute, target, verify, build }) => {
      const { name: kept } = await given.keypair({ public_key: publicKeys[0] })
      const show = () => compute.call('showKeypair', { path: { keypairName: kept } })
      assume((await show()).isSuccess, 'The keypair of the test cannot be read.')
      const trial = new AccessChecks(intruder, { compute, target, verify })
      const name = build.name('key')

      const noneMade = await trial.attempt({ operation: 'createKeypair', body: { keypair: { name } } })
      const noneDeleted = await trial.attempt({ operation: 'deleteKeypair', path: { keypairName: kept } })

      const listed = await compute.call('listKeypairs')
      if (noneMade && isKeypairList(listed))
        verify.soft(intruder.requirement).matches(listed, listsKeypair(name, false))
      if (noneDeleted) verify.soft(intruder.requirement).matches(await show(), isSuccess)
      trial.finish()
    },
  )
}

function describeServers(intruder: UnauthorizedCaller): void {
  test(
    `makes, changes, stops and deletes no server ${intruder.title}`,
    verifies(...judgedBy(intruder)),
    async ({ given, has, compute, target, verify, build }) => {
      const server = has('server') ? await given.server({ exclusive: true }) : undefined
      const path = { serverId: server?.id ?? nonexistentId }
      const before = (await compute.call('showServer', { path })).at('body/server/name')
      const body = build.server('intruder')
      const renamed = { server: { name: build.name('renamed') } }
      const trial = new AccessChecks(intruder, { compute, target, verify })

      const noneMade = await trial.attempt({ operation: 'createServer', body })
      const untouched = [
        await trial.attempt({ operation: 'updateServer', path, body: renamed }),
        await trial.attempt({ operation: 'actOnServer', path, body: { 'os-stop': null } }),
        await trial.attempt({ operation: 'deleteServer', path }),
      ]

      const listed = await compute.call('listServers', { query: { name: String(body.server['name']) } })
      if (noneMade && Array.isArray(listed.at(servers)))
        verify.soft(intruder.requirement).matches(listed, lacksItem(servers, 'name', body.server['name']))
      if (server && !untouched.includes(false)) {
        const asBefore = [hasValue('body/server/name', before), hasValue('body/server/status', 'ACTIVE')]
        verify.soft(intruder.requirement).matches(await compute.call('showServer', { path }), isSuccess, ...asBefore)
      }
      trial.finish()
    },
  )
}

function describeVolumes(intruder: UnauthorizedCaller): void {
  test(
    `attaches, shows and detaches no volume ${intruder.title}`,
    verifies(...judgedBy(intruder)),
    async ({ given, has, compute, target, verify, timeouts }) => {
      const trial = new AccessChecks(intruder, { compute, target, verify })
      const body = (volumeId: string) => ({ volumeAttachment: { volumeId } })
      if (!has('volume') || !has('server')) {
        const path = { serverId: nonexistentId, volumeId: nonexistentId }
        await trial.attempt({ operation: 'attachVolume', path, body: body(nonexistentId) })
        await trial.attempt({ operation: 'showVolumeAttachment', path })
        await trial.attempt({ operation: 'detachVolume', path })
        trial.finish()
        return
      }
      const stand = { given, compute, target, timeouts }
      await withVolumeAndServer(stand, async (held) => {
        const path = { ...held }
        const kept = await trial.attempt({ operation: 'attachVolume', path, body: body(path.volumeId) })
        if (kept) await attach(stand, held)
        await trial.attempt({ operation: 'showVolumeAttachment', path })
        await trial.attempt({ operation: 'detachVolume', path })
      })
      trial.finish()
    },
  )
}

/** The tests that an intruder of some kind reads nothing and changes nothing, whatever the operation. */
export function describeUnauthorizedAccess(intruder: UnauthorizedCaller): void {
  describeReads(intruder)
  describeKeypairs(intruder)
  describeServers(intruder)
  describeVolumes(intruder)
}
