import { describe, expect, test } from 'vitest'
import { at, bootedServer, type Driver, drive, localRequest, serverRequest } from '../../../testing/driver.ts'

async function withServer(): Promise<{ driver: Driver; id: string; path: string; volume: string }> {
  const driver = drive()
  const id = await bootedServer(driver, localRequest(driver))
  return { driver, id, path: `/servers/${id}/os-volume_attachments`, volume: driver.config.resources.volume }
}

const statusOf = async (driver: Driver, volume: string) =>
  at((await driver.send('GET', `/volume/v2/${driver.config.target.tenant}/volumes/${volume}`)).body, 'volume.status')

describe('volume attachments', () => {
  test('can be attached, shown everywhere, and detached', async () => {
    const { driver, id, path, volume } = await withServer()
    const created = await driver.send('POST', path, { volumeAttachment: { volumeId: volume, device: null } })
    const attachment = { id: volume, volumeId: volume, serverId: id, device: '/dev/vdb' }
    expect([created.status, created.body]).toEqual([200, { volumeAttachment: attachment }])
    expect(await statusOf(driver, volume)).toBe('attaching')
    driver.wait(100)
    expect(await statusOf(driver, volume)).toBe('in-use')
    expect((await driver.send('GET', path)).body).toEqual({ volumeAttachments: [attachment] })
    expect((await driver.send('GET', `${path}/${volume}`)).body).toEqual({ volumeAttachment: attachment })
    const { body } = await driver.send('GET', `/servers/${id}`)
    expect(at(body, 'server.os-extended-volumes:volumes_attached')).toEqual([{ id: volume }])
    const gone = await driver.send('DELETE', `${path}/${volume}`)
    expect([gone.status, gone.body]).toEqual([202, ''])
    expect(await statusOf(driver, volume)).toBe('detaching')
    expect((await driver.send('DELETE', `${path}/${volume}`)).status).toBe(400)
    driver.wait(100)
    expect(await statusOf(driver, volume)).toBe('available')
    for (const method of ['GET', 'DELETE']) expect((await driver.send(method, `${path}/${volume}`)).status).toBe(404)
  })

  test('have the requested device unless it is in use', async () => {
    const { driver, path, volume } = await withServer()
    const other = [...driver.state.volumes.values()].find(
      ({ id, tenantId }) => id !== volume && tenantId === driver.config.target.tenant,
    )
    const created = await driver.send('POST', path, { volumeAttachment: { volumeId: volume, device: '/dev/vdc' } })
    expect(at(created.body, 'volumeAttachment.device')).toBe('/dev/vdc')
    const attach = (device: string) => driver.send('POST', path, { volumeAttachment: { volumeId: other?.id, device } })
    expect((await attach('/dev/vdc')).status).toBe(409)
    expect((await attach('/dev/vdb')).status).toBe(200)
    driver.wait(100)
    const ids = async (query: string) => {
      const entries = at((await driver.send('GET', `${path}?${query}`)).body, 'volumeAttachments')
      return Array.isArray(entries) ? entries.map(({ id }) => id) : undefined
    }
    expect(await ids('offset=0')).toEqual([volume, other?.id])
    expect(await ids('limit=1')).toEqual([volume])
    expect(await ids('offset=1&limit=1')).toEqual([other?.id])
    expect(await ids('offset=9')).toEqual([])
    expect(await ids('limit=0')).toHaveLength(2)
  })

  test('are rejected for an invalid volume or request', async () => {
    const { driver, path, volume } = await withServer()
    const foreign = [...driver.state.volumes.values()].find(({ tenantId }) => tenantId === driver.config.other.tenant)
    const attach = async (fields: unknown) => (await driver.send('POST', path, { volumeAttachment: fields })).status
    expect(await attach({})).toBe(400)
    expect(await attach({ volumeId: 'no-uuid' })).toBe(400)
    expect(await attach({ volumeId: volume, device: 'bogus' })).toBe(400)
    expect(await attach({ volumeId: '00000000-0000-4000-8000-00000000ffff' })).toBe(404)
    expect(await attach({ volumeId: foreign?.id })).toBe(404)
    expect(await attach({ volumeId: volume })).toBe(200)
    expect(await attach({ volumeId: volume })).toBe(400)
    expect((await driver.send('POST', path, {})).status).toBe(400)
    expect((await driver.send('GET', `${path}?limit=-1`)).status).toBe(400)
    expect((await driver.send('GET', `${path}?offset=x`)).status).toBe(400)
    expect((await driver.send('POST', `${path}/${volume}`, {})).status).toBe(404)
  })

  test('are rejected during the build; the root volume cannot be detached', async () => {
    const driver = drive()
    const { volume } = driver.config.resources
    const { body } = await driver.send('POST', '/servers', serverRequest(driver))
    const path = `/servers/${at(body, 'server.id')}/os-volume_attachments`
    expect((await driver.send('POST', path, { volumeAttachment: { volumeId: volume } })).status).toBe(409)
    driver.wait(100)
    const root = at((await driver.send('GET', path)).body, 'volumeAttachments.0.id')
    expect((await driver.send('DELETE', `${path}/${root}`)).status).toBe(400)
  })
})
