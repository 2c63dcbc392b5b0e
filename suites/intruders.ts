import {
  arranged,
  isRefused,
  type LentServer,
  listsNot,
  type OperationId,
  shows,
  succeeds,
  test,
  verifies,
} from '#harness'
import { attach, holding } from './attaching.ts'
import { publicKeys } from './keys.ts'
import { servers } from './server-lists.ts'
import { type Intruder, judgedBy, nowhere, tryAll } from './trespass.ts'

interface Lender {
  server(): Promise<LentServer>
  keypair(body: { readonly public_key: string }): Promise<{ readonly name: string }>
}

/** Finds what a read is tried at. */
type Place = (given: Lender, hasServer: boolean) => Promise<Readonly<Record<string, string>>>

const anywhere: Place = async () => ({})
const aKeypair: Place = async (given) => ({ keypairName: (await given.keypair({ public_key: publicKeys[0] })).name })
const aServer: Place = async (given, hasServer) => ({ serverId: hasServer ? (await given.server()).id : nowhere })

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

function describeReads(intruder: Intruder): void {
  for (const [operation, place] of reads) {
    test(
      `refuses ${operation} ${intruder.title}`,
      verifies(...judgedBy(intruder)),
      async ({ given, has, compute, target, should }) => {
        const path = await place(given, has('server'))

        await tryAll({ operation, path }, intruder, { compute, target, should })
      },
    )
  }
}

function describeKeypairs(intruder: Intruder): void {
  test(
    `makes and deletes no keypair ${intruder.title}`,
    verifies(...judgedBy(intruder)),
    async ({ given, compute, target, should, draft }) => {
      const { name: kept } = await given.keypair({ public_key: publicKeys[0] })
      const show = (keypairName: string) => compute.call('showKeypair', { path: { keypairName } })
      arranged((await show(kept)).succeeded || undefined, 'The keypair of the test cannot be read.')
      const bench = { compute, target, should }
      const name = draft.name('key')

      const noneMade = await tryAll({ operation: 'createKeypair', body: { keypair: { name } } }, intruder, bench)
      const noneDeleted = await tryAll({ operation: 'deleteKeypair', path: { keypairName: kept } }, intruder, bench)

      if (noneMade) should(intruder.keptOutBy).see(await show(name), isRefused)
      if (noneDeleted) should(intruder.keptOutBy).see(await show(kept), succeeds)
    },
  )
}

function describeServers(intruder: Intruder): void {
  test(
    `makes, changes, stops and deletes no server ${intruder.title}`,
    verifies(...judgedBy(intruder)),
    async ({ given, has, compute, target, should, draft }) => {
      const server = has('server') ? await given.server({ exclusive: true }) : undefined
      const path = { serverId: server?.id ?? nowhere }
      const body = draft.server('intruder')
      const renamed = { server: { name: draft.name('renamed') } }
      const bench = { compute, target, should }

      const noneMade = await tryAll({ operation: 'createServer', body }, intruder, bench)
      const untouched = [
        await tryAll({ operation: 'updateServer', path, body: renamed }, intruder, bench),
        await tryAll({ operation: 'actOnServer', path, body: { 'os-stop': null } }, intruder, bench),
        await tryAll({ operation: 'deleteServer', path }, intruder, bench),
      ]

      const listed = await compute.call('listServers', { query: { name: String(body.server['name']) } })
      if (noneMade && Array.isArray(listed.at(servers)))
        should(intruder.keptOutBy).see(listed, listsNot(servers, 'name', body.server['name']))
      if (!server || untouched.includes(false)) return
      const shown = await compute.call('showServer', { path })
      const asBefore = [shows('body/server/name', server.name), shows('body/server/status', 'ACTIVE')]
      should(intruder.keptOutBy).see(shown, succeeds, ...asBefore)
    },
  )
}

function describeVolumes(intruder: Intruder): void {
  test(
    `attaches, shows and detaches no volume ${intruder.title}`,
    verifies(...judgedBy(intruder)),
    async ({ given, has, compute, target, should, budget }) => {
      const bench = { compute, target, should }
      const body = (volumeId: string) => ({ volumeAttachment: { volumeId } })
      if (!has('volume') || !has('server')) {
        const path = { serverId: nowhere, volumeId: nowhere }
        await tryAll({ operation: 'attachVolume', path, body: body(nowhere) }, intruder, bench)
        await tryAll({ operation: 'showVolumeAttachment', path }, intruder, bench)
        await tryAll({ operation: 'detachVolume', path }, intruder, bench)
        return
      }
      const stand = { given, compute, target, budget }
      await holding(stand, async (held) => {
        const path = { ...held }
        const kept = await tryAll({ operation: 'attachVolume', path, body: body(path.volumeId) }, intruder, bench)
        if (kept) await attach(stand, held)
        await tryAll({ operation: 'showVolumeAttachment', path }, intruder, bench)
        await tryAll({ operation: 'detachVolume', path }, intruder, bench)
      })
    },
  )
}

/** The tests that an intruder of some kind reads nothing and changes nothing, whatever the operation. */
export function describeIntruder(intruder: Intruder): void {
  describeReads(intruder)
  describeKeypairs(intruder)
  describeServers(intruder)
  describeVolumes(intruder)
}
