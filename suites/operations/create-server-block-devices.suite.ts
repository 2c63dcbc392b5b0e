/**
 * POST /servers: block devices and the volumes made for them.
 */
import { assume, assumeDefined, assumeSuccess, describe, hasValue, members, test, verifies } from '#harness'
import { allFieldsServer } from '../scenarios/all-fields-server.ts'
import { fileInjectionServer } from '../scenarios/file-injection-server.ts'
import { minimalServer } from '../scenarios/minimal-server.ts'
import { assumeActive } from '../scenarios/scenario.ts'
import {
  findTooSmall,
  isDeletedVolume,
  isKeptVolume,
  rootSizeOf,
  sizePointer,
  volumeSizes,
} from '../scenarios/stored-volumes.ts'
import { twoVolumeServer } from '../scenarios/two-volume-server.ts'
import { isNotFound, recordEmptyAsNotFound } from '../support/empty-lists.ts'
import { describeStatus, statusPointer } from '../support/servers/server-state.ts'

const becomesActive = 'servers.create.becomes-active'
const noServerWithVolumes = 'No server with volumes can be created.'

describe('POST /servers, block devices', () => {
  test(
    'boots a server from a volume made from its image',
    verifies('servers.create.block-device-mapping'),
    async ({ given, compute, build, has, verify }) => {
      const ctx = { given, compute, build }
      const { example, observation, rejection } = await twoVolumeServer(ctx)
      // The root is the device with boot_index 0, wherever it is in the request. Another status may be due to something else.
      if (rejection?.of === 'order' && [400, 422].includes(rejection.response.status))
        verify.soft('servers.create.block-device-mapping').isSuccess(rejection.response)
      const other = has('localFlavor') ? await fileInjectionServer(ctx) : undefined
      const bootsOtherwise = other?.observation?.isActive ?? true
      assume(bootsOtherwise, 'A server with its root on the host does not boot either.', becomesActive)
      const minimal = await minimalServer(ctx)
      const isAnyCreated = [observation, minimal.lifecycle, other?.observation].some((one) => one !== undefined)
      assume(isAnyCreated || other === undefined, 'No server can be created.', 'servers.create.answers')

      verify('servers.create.block-device-mapping').isSuccess(observation ? example : minimal.created)
      const observed = observation ?? minimal.lifecycle?.observation
      const server = assumeDefined(observed, 'The server could not be shown.', 'servers.show.answers')
      const isRare = server.shown.string(statusPointer) === 'ERROR' && compute.run.traits.bootsFromVolumes
      assume(!isRare, 'The server ended in ERROR, and others with such a volume became ACTIVE.', becomesActive)
      verify('servers.create.block-device-mapping').holds(server.isActive, server.shown, {
        message: 'A server does not boot from a root volume made from its image.',
        at: statusPointer,
        expected: 'ACTIVE',
        actual: describeStatus(server.shown),
      })
    },
  )

  test(
    'accepts the first example of the document',
    verifies('servers.create.documented-example', 'servers.create.device-name'),
    async ({ given, compute, build, verify }) => {
      const { example, rejection } = await twoVolumeServer({ given, compute, build })
      const minimal = await minimalServer({ given, compute, build })

      assumeSuccess(minimal.created, 'No server can be created.', 'servers.create.answers')
      const hintRejection = rejection?.of === 'hint' ? rejection.response : undefined
      if (hintRejection) {
        const { responseFor } = await allFieldsServer({ given, compute, build })
        const isHintAccepted = responseFor('hint').isSuccess
        assume(isHintAccepted, 'The target rejects every scheduler hint.', 'servers.create.scheduler-hint')
      }
      const metadataRejection = rejection?.of === 'metadata' ? rejection.response : undefined
      verify.soft('servers.create.documented-example').isSuccess(hintRejection ?? metadataRejection ?? example)
      // An example that is rejected also without a device name shows nothing about the device name.
      const accepted = example.isSuccess ? example : undefined
      const withDeviceName = rejection?.of === 'deviceName' ? rejection.response : accepted
      verify.soft('servers.create.device-name').isSuccess(assumeDefined(withDeviceName, noServerWithVolumes))
    },
  )

  test(
    'creates and attaches a blank volume in addition to the root volume',
    verifies('servers.create.blank-volume'),
    async ({ given, compute, build, verify }) => {
      const twoVolumes = await twoVolumeServer({ given, compute, build })
      const { rejection, observation, volumeIds = [], storedVolumes } = twoVolumes
      const minimal = await minimalServer({ given, compute, build })
      if (rejection?.of === 'blankVolume') verify('servers.create.blank-volume').isSuccess(rejection.response)
      const { shown } = assumeActive(
        assumeDefined(observation, noServerWithVolumes, 'servers.create.block-device-mapping'),
      )

      const { volumes } = assumeDefined(
        minimal.lifecycle,
        'There is no server without a blank volume to compare with.',
        'servers.create.answers',
      )
      verify('servers.create.blank-volume').holds(volumeIds.length > volumes.ids.length, shown, {
        message: 'A server created with a blank volume does not have more volumes than one created without.',
        at: 'body/server/os-extended-volumes:volumes_attached',
        expected: `more than ${volumes.ids.length} volumes`,
        actual: volumeIds.join(', ') || 'none',
      })
      const [volume, ...others] = storedVolumes?.volumes ?? []
      if (volume === undefined || others.length === 0) return
      const sizes = [volume, ...others].map((one) => one.at('body/volume/size'))
      verify('servers.create.blank-volume').holds(sizes.includes(volumeSizes.blank), volume, {
        message: 'No volume of the server has the size that was requested for the blank one.',
        at: 'body/volume/size',
        expected: `${volumeSizes.blank} for one of them`,
        actual: sizes.map(String).join(', '),
      })
    },
  )

  test(
    'attaches the root volume',
    verifies('servers.create.destination-volume'),
    async ({ given, compute, build, verify }) => {
      const { lifecycle } = await minimalServer({ given, compute, build })
      assumeActive(lifecycle?.observation)
      const { attachments, ids, isComplete } = assumeDefined(
        lifecycle,
        noServerWithVolumes,
        'servers.create.block-device-mapping',
      ).volumes

      // By the document, the list of attachments has the additional volumes; in its example it also has the root.
      assume(
        ids.length > 0 || isComplete,
        'The attachments, which need not have the root volume, are empty, and no volume service lists it.',
      )
      verify('servers.create.destination-volume').holds(ids.length > 0, attachments, {
        message: 'A server whose root is a volume has no attached volume.',
        at: 'body/volumeAttachments',
        expected: 'the root volume',
        actual: 'none',
      })
    },
  )

  test(
    'attaches no volume when the root is on the host',
    verifies('servers.create.destination-local'),
    async ({ given, compute, build, verify }) => {
      const { observation, volumes } = await fileInjectionServer({ given, compute, build })
      const { id } = assumeActive(observation)
      const { attachments } = assumeDefined(volumes, 'The attachments were not listed.')

      if (isNotFound(attachments)) {
        recordEmptyAsNotFound(compute, 'attachments.list.answers', attachments)
        // The response means an empty list only if the target returns another list of attachments.
        verify('servers.create.destination-local').isDenied(attachments, () => undefined)
        return
      }
      const isArray = Array.isArray(attachments.at('body/volumeAttachments'))
      assume(isArray, 'The attachments are not an array.', 'attachments.list.array')
      const owners = members(attachments, 'body/volumeAttachments', 'serverId')
      const isOwn = owners.every((owner) => owner === id || typeof owner !== 'string')
      assume(isOwn, 'The list has attachments of other servers.', 'attachments.list.answers')
      verify('servers.create.destination-local').matches(attachments, hasValue('body/volumeAttachments', []))
    },
  )

  test(
    'creates the volumes in the requested sizes',
    verifies('servers.create.volume-size'),
    async ({ given, compute, build, resources, verify }) => {
      const { storedVolumes, observation } = await twoVolumeServer({ given, compute, build })
      assumeDefined(observation, noServerWithVolumes, 'servers.create.block-device-mapping')
      // A server that is not ACTIVE may show no volumes yet.
      if (storedVolumes?.root === undefined) assumeActive(observation)
      const root = assumeDefined(storedVolumes?.root, 'The volume service does not show the root volume.')

      const sizes = (storedVolumes?.volumes ?? []).map((volume) => volume.at(sizePointer))
      verify('servers.create.volume-size').matches(root, hasValue(sizePointer, rootSizeOf(resources)), () =>
        findTooSmall(sizes),
      )
    },
  )

  test(
    'deletes or keeps a volume with its server as requested',
    verifies('servers.create.delete-on-termination'),
    async ({ given, compute, build, verify }) => {
      const { storedVolumes, observation } = await twoVolumeServer({ given, compute, build })
      const deleteOnTermination = verify.soft('servers.create.delete-on-termination')
      assumeDefined(observation, noServerWithVolumes, 'servers.create.block-device-mapping')

      if (storedVolumes?.root === undefined) assumeActive(observation)
      const root = assumeDefined(
        storedVolumes?.rootAfterDelete,
        'The root volume cannot be shown after the deletion.',
        storedVolumes?.root && 'servers.delete.removes',
      )
      deleteOnTermination.matches(root, isDeletedVolume(root))
      const blank = assumeDefined(
        storedVolumes?.blankAfterDelete,
        'The blank volume cannot be shown after the deletion.',
        'servers.create.blank-volume',
      )
      deleteOnTermination.matches(blank, isKeptVolume(blank))
    },
  )

  test(
    'keeps a volume that was requested without delete_on_termination',
    verifies('servers.create.volume-kept-by-default'),
    async ({ given, compute, build, verify }) => {
      const { rejection, storedVolumes, observation } = await twoVolumeServer({ given, compute, build })
      const kept = verify('servers.create.volume-kept-by-default')
      if (rejection?.of === 'defaultTermination') kept.isSuccess(rejection.response)
      assumeDefined(observation, noServerWithVolumes, 'servers.create.block-device-mapping')
      const { blankAfterDelete, defaultedAfterDelete } = storedVolumes ?? {}
      const blank = assumeDefined(
        blankAfterDelete,
        'The blank volume cannot be shown after the deletion.',
        'servers.create.blank-volume',
      )
      assume(
        blank.isSuccess,
        'A volume that should be kept is deleted with its server.',
        'servers.create.delete-on-termination',
      )

      const volume = assumeDefined(defaultedAfterDelete, 'The volume service does not show the volume.')
      kept.matches(volume, isKeptVolume(volume))
    },
  )

  test(
    'creates a volume of the requested type',
    verifies('servers.create.volume-type'),
    async ({ given, compute, build, verify }) => {
      const { rejection, volumeType, storedVolumes, observation } = await twoVolumeServer({ given, compute, build })
      const type = verify('servers.create.volume-type')
      if (rejection?.of === 'volumeType') type.isSuccess(rejection.response)
      assumeDefined(observation, noServerWithVolumes, 'servers.create.block-device-mapping')
      const requested = assumeDefined(volumeType, 'No volume was requested with a type.')

      const blank = assumeDefined(storedVolumes?.blank, 'The volume service does not show the volume.')
      type.matches(blank, hasValue('body/volume/volume_type', requested))
    },
  )
})
