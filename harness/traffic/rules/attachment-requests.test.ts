import { describe, expect, test } from 'vitest'
import { grace, RuleConversation } from './rule-conversation.fixture.ts'

const attachmentOf = (volumeId: string, others: object = {}) => ({
  volumeAttachment: { id: volumeId, volumeId, serverId: 's1', device: '/dev/vdb', ...others },
})

function begin() {
  const conversation = new RuleConversation()
  const serverId = 's1'
  const attach = (volumeId: string, status = 200, others: object = {}) => {
    const request = { volumeAttachment: { volumeId } }
    return conversation.call('attachVolume', { serverId }, status, attachmentOf(volumeId, others), { request })
  }
  const list = (...volumes: readonly string[]) => {
    const volumeAttachments = volumes.map((volumeId) => attachmentOf(volumeId).volumeAttachment)
    return conversation.call('listVolumeAttachments', { serverId }, 200, { volumeAttachments })
  }
  const show = (volumeId: string, others: object = {}, status = 200) =>
    conversation.call('showVolumeAttachment', { serverId, volumeId }, status, attachmentOf(volumeId, others))
  const detach = (volumeId: string) =>
    conversation.call('detachVolume', { serverId, volumeId }, 202, undefined, { request: { deleted: volumeId } })
  return { conversation, attach, list, show, detach }
}

describe('a response', () => {
  test('has the requested attachment', () => {
    const { attach, show } = begin()
    expect([...attach('v1'), ...show('v1')]).toEqual([])
    expect(attach('v3', 200, { volumeId: 'v2' })).toEqual(['attachments.volume-id.own'])
    expect(show('v1', { id: 'v2', volumeId: 'v2' })).toEqual(['attachments.volume-id.own'])
    expect(show('v1', { serverId: 's2' })).toEqual(['attachments.server-id.own'])
  })

  test('may have an attachment with an id of its own', () => {
    const { show } = begin()
    expect(show('a1', { volumeId: 'v1' })).toEqual([])
  })
})

describe('an attached volume', () => {
  test('is listed once it has to be visible', () => {
    const { attach, conversation, list } = begin()
    attach('v1')
    expect(list()).toEqual([])
    conversation.wait(2 * grace)
    expect(list('v1')).toEqual([])
  })

  test('is missed in the list', () => {
    const { attach, conversation, list } = begin()
    attach('v1')
    conversation.wait(2 * grace)
    expect(list('root')).toEqual(['attachments.create.attaches'])
    expect(list('root')).toEqual([])
  })

  test('is missed in the list after show had it', () => {
    const { attach, conversation, list, show } = begin()
    attach('v1')
    conversation.wait(2 * grace)
    show('v1')
    expect(list('root')).toEqual(['attachments.list.answers'])
  })

  test('is missed in the list although the server has it', () => {
    const { attach, conversation, list } = begin()
    attach('v1')
    conversation.wait(2 * grace)
    conversation.show({ 'os-extended-volumes:volumes_attached': [{ id: 'v1' }] })
    expect(list('root')).toEqual(['attachments.list.answers'])
  })

  test('is not found by its id although it is listed before and after', () => {
    const { attach, conversation, list, show } = begin()
    attach('v1')
    conversation.wait(2 * grace)
    expect([...list('v1'), ...show('v1', {}, 404)]).toEqual([])
    expect(list('v1')).toEqual(['attachments.show.by-volume-id'])
  })

  test('cannot be attached again', () => {
    const { attach, list } = begin()
    attach('v1')
    list('v1')
    expect(attach('v1')).toEqual(['attachments.create.twice-refused'])
  })

  test('is not missed after it was detached, or long after it was seen', () => {
    const { attach, conversation, detach, list } = begin()
    attach('v1')
    list('v1')
    detach('v1')
    conversation.wait(2 * grace)
    expect(list()).toEqual([])
    expect(attach('v1')).toEqual([])
    list('v1')
    conversation.wait(60_000)
    expect(list()).toEqual([])
  })
})
