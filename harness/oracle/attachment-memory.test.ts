import { describe, expect, test } from 'vitest'
import { Conversation, created } from './conversation.fixture.ts'

describe('AttachmentMemory', () => {
  const attachment = (volumeId: string, device: string | null = null, serverId = 's1') => ({
    id: volumeId,
    volumeId,
    serverId,
    device,
  })
  const list = (target: Conversation, attachments: readonly object[], resource = 's1') =>
    target.call('listVolumeAttachments', { resource }, 200, { volumeAttachments: attachments })
  const attach = (target: Conversation, volumeId: string, device: string | null) =>
    target.call('attachVolume', { resource: 's1', request: { volumeAttachment: { volumeId } } }, 200, {
      volumeAttachment: attachment(volumeId, device),
    })

  test('notices a device that changes', () => {
    const target = created()
    attach(target, 'v1', '/dev/vdb')
    expect(list(target, [attachment('v1', '/dev/vdb')])).toEqual([])
    expect(list(target, [attachment('v1', '/dev/vdc')])).toEqual(['attachments.device'])
    expect(list(target, [attachment('v1', '/dev/vdd')])).toEqual([])
  })

  test('accepts a device that is chosen later, and another one after the volume was detached', () => {
    const target = created()
    attach(target, 'v1', null)
    expect(list(target, [attachment('v1', '/dev/vdb')])).toEqual([])
    target.call('detachVolume', { resource: 's1' }, 202)
    expect(list(target, [attachment('v1', '/dev/vdc')])).toEqual([])
  })

  test('notices two volumes under one device', () => {
    expect(list(created(), [attachment('v1', '/dev/vda'), attachment('v2', '/dev/vda')])).toEqual([
      'attachments.device',
    ])
    expect(list(created(), [attachment('v1'), attachment('v2')])).toEqual([])
  })

  test('notices a volume of one server at another one', () => {
    const target = created()
    target.create({}, 's2')
    attach(target, 'v1', '/dev/vdb')
    expect(list(target, [attachment('v1', '/dev/vdb', 's2')], 's2')).toEqual(['attachments.list.answers'])
  })

  test('accepts a volume at the server that it was attached to, or created with, afterwards', () => {
    const target = created()
    attach(target, 'v1', '/dev/vdb')
    target.call('detachVolume', { resource: 's1' }, 202)
    list(target, [attachment('v1', '/dev/vdb')])
    target.create({ block_device_mapping_v2: [{ uuid: 'v1' }] }, 's2')
    expect(list(target, [attachment('v1', '/dev/vdb', 's2')], 's2')).toEqual([])
  })

  test('notices a server id that is not that of the server with the volume', () => {
    const target = created()
    attach(target, 'v1', '/dev/vdb')
    expect(list(target, [attachment('v1', '/dev/vdb', 'other')])).toEqual(['attachments.server-id.own'])
  })

  test('does not compare the server id in a list that still has the attachment of a deleted server', () => {
    const target = created()
    attach(target, 'v1', '/dev/vdb')
    target.call('deleteServer', { resource: 's1' }, 204)
    target.create({ block_device_mapping_v2: [{ uuid: 'v1' }] }, 's2')
    const shown = [attachment('v1', '/dev/vdb', 's2'), attachment('v1', '/dev/vdb', 's1')]
    expect(list(target, shown, 's2')).toEqual([])
  })

  test('does not compare the volumes of servers of others', () => {
    const target = new Conversation()
    attach(target, 'v1', '/dev/vdb')
    expect(list(target, [attachment('v1', '/dev/vdc')])).toEqual([])
  })
})
