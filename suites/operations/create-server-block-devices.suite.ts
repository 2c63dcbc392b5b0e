/**
 * POST /servers: what a client may rely on when it describes the disks of its server.
 */
import { assume, assumeDefined, describe, hasValue, hasValueMatching, test, verifies } from '#harness'
import { fileInjectionServer } from '../scenarios/file-injection-server.ts'
import { minimalServer } from '../scenarios/minimal-server.ts'
import { assumeActive } from '../scenarios/scenario.ts'
import { rootGb, twoVolumeServer } from '../scenarios/two-volume-server.ts'

const noSuchServer = 'No server with volumes can be created.'

describe('POST /servers, block devices', () => {
  test(
    'boots a server from a volume made from its image',
    verifies('servers.create.block-device-mapping'),
    async ({ given, compute, build, has, verify }) => {
      const { example, sight } = await twoVolumeServer({ given, compute, build })
      const other = has('localFlavor') ? await fileInjectionServer({ given, compute, build }) : undefined
      assume(other?.sight?.isActive ?? true, 'No server boots, whatever its disk.')
      const plain = await minimalServer({ given, compute, build })

      verify('servers.create.block-device-mapping').isSuccess(sight ? example : plain.created)
      const seen = assumeDefined(sight ?? plain.life?.sight, 'The server could not be looked at.')
      verify('servers.create.block-device-mapping').holds(seen.isActive, seen.shown, {
        message: 'A server does not boot from a root volume made from its image.',
        at: 'body/server/status',
        expected: 'ACTIVE',
        actual: seen.shown.string('body/server/status') ?? String(seen.shown.status),
      })
    },
  )

  test(
    'accepts the first example of the document',
    verifies('servers.create.documented-example', 'servers.create.device-name'),
    async ({ given, compute, build, verify }) => {
      const { example, deviceNameRefusal } = await twoVolumeServer({ given, compute, build })
      const plain = await minimalServer({ given, compute, build })

      assume(plain.created.isSuccess, 'No server can be created.')
      verify.soft('servers.create.documented-example').isSuccess(example)
      // A refused example that is refused without a device name too says nothing about the name.
      const named = deviceNameRefusal ?? (example.isSuccess ? example : undefined)
      verify.soft('servers.create.device-name').isSuccess(assumeDefined(named, noSuchServer))
    },
  )

  test(
    'makes and attaches a blank volume beside the root',
    verifies('servers.create.blank-volume'),
    async ({ given, compute, build, verify }) => {
      const { blankRefusal, sight, volumes } = await twoVolumeServer({ given, compute, build })
      const plain = await minimalServer({ given, compute, build })
      if (blankRefusal) verify('servers.create.blank-volume').isSuccess(blankRefusal)
      const { shown } = assumeActive(assumeDefined(sight, noSuchServer))

      const roots = assumeDefined(plain.life, 'There is no server to compare with.').volumes.ids.length
      verify('servers.create.blank-volume').holds((volumes ?? []).length > roots, shown, {
        message: 'A server created with a blank volume has no more volumes than one created without.',
        at: 'body/server/os-extended-volumes:volumes_attached',
        expected: `more than ${roots}`,
        actual: (volumes ?? []).join(', ') || 'none',
      })
    },
  )

  test(
    'lists a root volume among the attachments',
    verifies('servers.create.destination-volume'),
    async ({ given, compute, build, verify }) => {
      const { life } = await minimalServer({ given, compute, build })
      assumeActive(life?.sight)
      const { attachments, ids } = assumeDefined(life, noSuchServer).volumes

      verify('servers.create.destination-volume').holds(ids.length > 0, attachments, {
        message: 'A server whose root is a volume has none.',
        at: 'body/volumeAttachments',
        expected: 'the root volume',
        actual: 'none',
      })
    },
  )

  test(
    'attaches nothing where the root is on the host',
    verifies('servers.create.destination-local'),
    async ({ given, compute, build, verify }) => {
      const { sight, volumes } = await fileInjectionServer({ given, compute, build })
      assumeActive(sight)
      const { attachments } = assumeDefined(volumes, 'There is no server to look at.')

      assume(Array.isArray(attachments.at('body/volumeAttachments')), 'The attachments are not listed.')
      verify('servers.create.destination-local').matches(attachments, hasValue('body/volumeAttachments', []))
    },
  )

  test(
    'makes the root volume as large as asked for',
    verifies('servers.create.volume-size'),
    async ({ given, compute, build, verify }) => {
      const { stored } = await twoVolumeServer({ given, compute, build })
      const root = assumeDefined(stored?.root, 'The volume service shows no root volume of the server.')

      verify('servers.create.volume-size').matches(root, hasValue('body/volume/size', rootGb))
    },
  )

  test(
    'deletes or keeps a volume with its server as asked for',
    verifies('servers.create.delete-on-termination'),
    async ({ given, compute, build, verify }) => {
      const { stored } = await twoVolumeServer({ given, compute, build })
      const root = assumeDefined(stored?.rootAfter, 'The root volume could not be followed beyond its server.')

      verify.soft('servers.create.delete-on-termination').matches(
        root,
        hasValueMatching('body/volume/id', 'gone with the server', () => root.status === 404),
      )
      const blank = assumeDefined(stored?.blankAfter, 'The blank volume could not be followed beyond its server.')
      verify.soft('servers.create.delete-on-termination').matches(
        blank,
        hasValueMatching(
          'body/volume/status',
          'a volume that is kept',
          (status) => blank.isSuccess && status !== 'deleting',
        ),
      )
    },
  )
})
