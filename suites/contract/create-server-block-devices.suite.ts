/**
 * POST /servers: what a client may rely on when it describes the disks of its server.
 */
import { arranged, describe, shows, showsSuch, test, verifies } from '#harness'
import { fileServer } from '../file-server.ts'
import { minimalServer } from '../minimal-server.ts'
import { whenActive } from '../situation.ts'
import { rootGb, twoVolumeServer } from '../two-volume-server.ts'

const noSuchServer = 'No server with volumes can be created.'

describe('POST /servers, block devices', () => {
  test(
    'boots a server from a volume made from its image',
    verifies('servers.create.block-device-mapping'),
    async ({ given, compute, draft, has, must }) => {
      const { example, sight } = await twoVolumeServer({ given, compute, draft })
      const other = has('localFlavor') ? await fileServer({ given, compute, draft }) : undefined
      arranged((other?.sight?.isActive ?? true) ? true : undefined, 'No server boots, whatever its disk.')
      const plain = await minimalServer({ given, compute, draft })

      must('servers.create.block-device-mapping').succeed(sight ? example : plain.created)
      const seen = arranged(sight ?? plain.life?.sight, 'The server could not be looked at.')
      must('servers.create.block-device-mapping').that(seen.isActive, seen.shown, {
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
    async ({ given, compute, draft, should }) => {
      const { example, deviceNameRefusal } = await twoVolumeServer({ given, compute, draft })
      const plain = await minimalServer({ given, compute, draft })

      arranged(plain.created.succeeded ? plain : undefined, 'No server can be created.')
      should('servers.create.documented-example').succeed(example)
      // A refused example that is refused without a device name too says nothing about the name.
      const named = deviceNameRefusal ?? (example.succeeded ? example : undefined)
      should('servers.create.device-name').succeed(arranged(named, noSuchServer))
    },
  )

  test(
    'makes and attaches a blank volume beside the root',
    verifies('servers.create.blank-volume'),
    async ({ given, compute, draft, must }) => {
      const { blankRefusal, sight, volumes } = await twoVolumeServer({ given, compute, draft })
      const plain = await minimalServer({ given, compute, draft })
      if (blankRefusal) must('servers.create.blank-volume').succeed(blankRefusal)
      const { shown } = whenActive(arranged(sight, noSuchServer))

      const roots = arranged(plain.life, 'There is no server to compare with.').volumes.ids.length
      must('servers.create.blank-volume').that((volumes ?? []).length > roots, shown, {
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
    async ({ given, compute, draft, must }) => {
      const { life } = await minimalServer({ given, compute, draft })
      whenActive(life?.sight)
      const { attachments, ids } = arranged(life, noSuchServer).volumes

      must('servers.create.destination-volume').that(ids.length > 0, attachments, {
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
    async ({ given, compute, draft, must }) => {
      const { sight, volumes } = await fileServer({ given, compute, draft })
      whenActive(sight)
      const { attachments } = arranged(volumes, 'There is no server to look at.')

      arranged(Array.isArray(attachments.at('body/volumeAttachments')) || undefined, 'The attachments are not listed.')
      must('servers.create.destination-local').see(attachments, shows('body/volumeAttachments', []))
    },
  )

  test(
    'makes the root volume as large as asked for',
    verifies('servers.create.volume-size'),
    async ({ given, compute, draft, must }) => {
      const { stored } = await twoVolumeServer({ given, compute, draft })
      const root = arranged(stored?.root, 'The volume service shows no root volume of the server.')

      must('servers.create.volume-size').see(root, shows('body/volume/size', rootGb))
    },
  )

  test(
    'deletes or keeps a volume with its server as asked for',
    verifies('servers.create.delete-on-termination'),
    async ({ given, compute, draft, should }) => {
      const { stored } = await twoVolumeServer({ given, compute, draft })
      const root = arranged(stored?.rootAfter, 'The root volume could not be followed beyond its server.')

      should('servers.create.delete-on-termination').see(
        root,
        showsSuch('body/volume/id', 'gone with the server', () => root.status === 404),
      )
      const blank = arranged(stored?.blankAfter, 'The blank volume could not be followed beyond its server.')
      should('servers.create.delete-on-termination').see(
        blank,
        showsSuch('body/volume/status', 'a volume that is kept', (status) => blank.succeeded && status !== 'deleting'),
      )
    },
  )
})
