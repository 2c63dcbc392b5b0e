import { addGroupToPorts, removeGroupFromPorts } from '../../services/compute/actions/security-groups.ts'
import { replaceMetadata } from '../../services/compute/servers/metadata.ts'
import { createImage } from '../../transitions/create-image.ts'
import { beginDeletion } from '../../transitions/delete.ts'
import { completedWith } from '../deep/conditions.ts'
import { defineStatefulFault } from '../define-fault.ts'
import { Tally } from './tally.ts'

/** Faults in which a second request affects groups, keypairs, metadata and images. */
export const sequenceAccessFaults = [
  defineStatefulFault(
    'sequence-metadata-lost-on-second-resize',
    'servers.create.metadata',
    'A server loses its metadata with its second resize.',
    () => {
      const resized = new Tally()
      return [
        completedWith('resize', (_cloud, server) => {
          if (resized.add(server.id) === 2) server.metadata = {}
        }),
      ]
    },
  ),
  defineStatefulFault(
    'sequence-deleted-metadata-returns',
    'metadata.set.keeps-others',
    'A deleted pair of metadata is there again when another one is set.',
    () => {
      const deleted = new Map<string, Readonly<Record<string, string>>>()
      return [
        replaceMetadata.override((original, call, server, pairs) => {
          const isRemoval = Object.keys(pairs).length < Object.keys(server.metadata).length
          if (isRemoval) deleted.set(server.id, server.metadata)
          original(call, server, isRemoval ? pairs : { ...deleted.get(server.id), ...pairs })
        }),
      ]
    },
  ),
  defineStatefulFault(
    'sequence-group-lost-after-two-removals',
    'groups.add.attaches',
    'Once two security groups were removed from a server, another one is accepted and not added.',
    () => {
      const removed = new Tally()
      return [
        removeGroupFromPorts.observe((_call, server) => void removed.add(server.id)),
        addGroupToPorts.overrideWhen(
          (_call, server) => removed.of(server.id) >= 2,
          () => undefined,
        ),
      ]
    },
  ),
  defineStatefulFault(
    'sequence-group-of-stopped-server-lost',
    'groups.add.attaches',
    'A security group that was added to a stopped server is gone once the server is started.',
    () => {
      const added = new Map<string, string>()
      return [
        addGroupToPorts.observe((_call, server, _ports, groupId) => {
          if (server.vmState === 'stopped') added.set(server.id, groupId)
        }),
        completedWith('start', ({ networking }, server) => {
          const lost = added.get(server.id)
          for (const port of networking.ports.of(server.id))
            port.groupIds = port.groupIds.filter((groupId) => groupId !== lost)
        }),
      ]
    },
  ),
  defineStatefulFault(
    'sequence-keypair-deleted-with-second-server',
    'keypairs.show.by-name',
    'A keypair is deleted with the second server that had it.',
    () => {
      const deleted = new Tally()
      return [
        beginDeletion.override((original, cloud, server, now) => {
          original(cloud, server, now)
          const keypair = cloud.keypairs.find(server.userId, server.keyName ?? '')
          if (keypair && deleted.add(keypair.name) === 2) cloud.keypairs.remove(keypair)
        }),
      ]
    },
  ),
  defineStatefulFault(
    'sequence-second-image-starts-server',
    'servers.state.legal-transitions',
    'A stopped server is ACTIVE after its second image.',
    () => {
      const imaged = new Tally()
      return [
        createImage.observe((_cloud, server) => void imaged.add(server.id)),
        completedWith('createImage', (_cloud, server) => {
          if (server.vmState !== 'stopped' || imaged.of(server.id) < 2) return
          server.vmState = 'active'
          server.powerState = 1
        }),
      ]
    },
  ),
]
