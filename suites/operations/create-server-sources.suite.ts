/**
 * POST /servers: roots that are an existing volume or are made from a snapshot.
 */
import {
  assume,
  assumeDefined,
  assumeSuccess,
  describe,
  jsonPreview,
  members,
  probes,
  test,
  verifies,
  verifiesPartly,
} from '#harness'
import { assumeMinimalAccepted } from '../scenarios/minimal-server.ts'
import { assumeActive } from '../scenarios/scenario.ts'
import { fromSnapshot, fromVolume, rootFrom, snapshotServer, volumeServer } from '../scenarios/source-servers.ts'
import { showSnapshot, showVolume } from '../support/volumes.ts'
import { zonesPointer } from '../support/zones.ts'

const noVolumeServer = 'No server can be created from an existing volume.'
/** Requires that servers boot from the configured volume itself, without which a rejection proves nothing. */
const assumeUsed = ({ created, volumeIds = [] }: Awaited<ReturnType<typeof volumeServer>>, volume: unknown): void => {
  assumeSuccess(created, noVolumeServer, 'servers.create.source-volume')
  const isUsed = volumeIds.some((id) => id === volume)
  assume(isUsed, 'A server from an existing volume does not have this volume.', 'servers.create.source-volume')
}

const noSnapshotServer = 'No server can be created from a snapshot.'

describe('POST /servers, sources of the root', () => {
  test(
    'boots a server from an existing volume',
    verifies('servers.create.source-volume'),
    async ({ given, compute, build, resources, verify }) => {
      const server = await volumeServer({ given, compute, build })
      const { created, observation, volumeIds = [], areVolumesKnown = false } = server

      await assumeMinimalAccepted({ given, compute, build }, !created.isSuccess)
      verify('servers.create.source-volume').isSuccess(created)
      const { shown } = assumeActive(observation)
      assume(
        volumeIds.length > 0 || areVolumesKnown,
        'The attachments, which need not have the root volume, are empty, and no volume service lists it.',
      )
      const isUsed = volumeIds.some((id) => id === resources.bootableVolume)
      verify('servers.create.source-volume').holds(isUsed, shown, {
        message: 'A server that was created from an existing volume does not have this volume.',
        at: 'body/server/os-extended-volumes:volumes_attached',
        expected: String(resources.bootableVolume),
        actual: volumeIds.join(', ') || 'no volume',
      })
    },
  )

  test(
    'accepts a root from a volume without an image',
    verifies('servers.create.image-optional'),
    async ({ given, compute, build, verify }) => {
      const { created, rejection } = await volumeServer({ given, compute, build })

      assumeSuccess(created, noVolumeServer, 'servers.create.source-volume')
      const withoutImage = rejection?.of === 'imageRef' ? rejection.response : created
      verify('servers.create.image-optional').isSuccess(withoutImage)
    },
  )

  test(
    'accepts a root from a volume without its size',
    verifies('servers.create.volume-size-omitted'),
    async ({ given, compute, build, verify }) => {
      const { created, rejection } = await volumeServer({ given, compute, build })

      assumeSuccess(created, noVolumeServer, 'servers.create.source-volume')
      const withoutSize = rejection?.of === 'volume_size' ? rejection.response : created
      verify('servers.create.volume-size-omitted').isSuccess(withoutSize)
    },
  )

  test(
    'boots a server from a volume made from a snapshot',
    verifiesPartly({
      always: ['servers.create.source-snapshot'],
      whereAvailable: ['servers.create.delete-on-termination'],
    }),
    async ({ given, compute, build, resources, verify }) => {
      const { created, observation, volumes = [], rootAfterDelete } = await snapshotServer({ given, compute, build })
      const isKept = rootAfterDelete?.isSuccess && rootAfterDelete.at('body/volume/status') !== 'deleting'
      if (rootAfterDelete && (isKept || rootAfterDelete.status === 404))
        verify.soft('servers.create.delete-on-termination').isRejected(rootAfterDelete)
      verify.complete('servers.create.delete-on-termination')

      await assumeMinimalAccepted({ given, compute, build }, !created.isSuccess)
      verify('servers.create.source-snapshot').isSuccess(created)
      const { shown } = assumeActive(observation)
      const root = assumeDefined(volumes[0], 'The server shows no volume.', 'servers.create.destination-volume')
      const origin = root.at('body/volume/snapshot_id')
      assume(origin !== undefined, 'The volume does not show which snapshot it was made from.')
      verify('servers.create.source-snapshot').holds(origin === resources.snapshot, shown, {
        message: 'The volume of a server that was created from a snapshot is not made from this snapshot.',
        at: 'body/server/os-extended-volumes:volumes_attached',
        expected: `a volume of snapshot ${resources.snapshot}`,
        actual: `a volume of snapshot ${jsonPreview(origin)}`,
      })
    },
  )

  test(
    'rejects a size below that of the snapshot, or the server ends in ERROR',
    probes('servers.create.snapshot-size'),
    async ({ given, compute, build, resources, verify }) => {
      const ctx = { given, compute, build }
      const { created } = await snapshotServer(ctx)
      assumeSuccess(created, noSnapshotServer, 'servers.create.source-snapshot')
      const size = Number((await showSnapshot(compute, String(resources.snapshot))).at('body/snapshot/size'))
      assume(size > 1, 'The snapshot shows no size for which a smaller one could be requested.')

      const response = await given.tryCreateServer(build.server('small', await fromSnapshot(ctx, size - 1)))

      await verify('servers.create.snapshot-size').isRejectedOrFails(response)
    },
  )

  test(
    'rejects a zone other than that of the volume, or the server ends in ERROR',
    probes('servers.create.source-zone'),
    async ({ given, compute, build, resources, verify, skip }) => {
      const ctx = { given, compute, build }
      assumeUsed(await volumeServer(ctx), resources.bootableVolume)
      const fields = await fromVolume(ctx)
      const zones = members(await compute.call('listAvailabilityZones'), zonesPointer, 'zoneName')
      const other = zones.find((zone) => zone !== fields['availability_zone'])
      if (other === undefined) skip('The target has only one availability zone.')

      const response = await given.tryCreateServer(build.server('zone', { ...fields, availability_zone: other }))

      await verify('servers.create.source-zone').isRejectedOrFails(response)
    },
  )

  test(
    'rejects a root that is not bootable, or the server ends in ERROR',
    probes('servers.create.root-bootable'),
    async ({ given, compute, build, verify }) => {
      const id = await given.volume()
      const volume = await showVolume(compute, id)
      assume(volume.at('body/volume/bootable') === 'false', 'The spare volume may be bootable.')
      const zone = volume.string('body/volume/availability_zone')
      const fields = { ...rootFrom('volume', id), ...(zone === undefined ? {} : { availability_zone: zone }) }

      const response = await given.tryCreateServer(build.server('unbootable', fields))

      await verify('servers.create.root-bootable').isRejectedOrFails(response)
    },
  )

  test(
    'rejects a request for two servers of one volume, or the server ends in ERROR',
    probes('servers.create.volume-counts'),
    async ({ given, compute, build, resources, verify }) => {
      const ctx = { given, compute, build }
      assumeUsed(await volumeServer(ctx), resources.bootableVolume)
      const body = build.server('two', { ...(await fromVolume(ctx)), min_count: 1, max_count: 2 })

      const response = await given.tryCreateServer(body, { count: 2 })

      await verify('servers.create.volume-counts').isRejectedOrFails(response)
    },
  )
})
