import { at, localRequest, serverRequest } from './driver.ts'
import { nonexistentId, type RecordedScenario, throwawayKey } from './recorded-scenario.ts'

export const access: RecordedScenario = async (send, driver) => {
  const { other } = driver.config
  await send('GET', '/', undefined, { token: null })
  await send('GET', '/flavors', undefined, { token: null })
  await send('GET', '/flavors', undefined, { token: '0'.repeat(48) })
  await send('GET', '/flavors', undefined, { headers: { 'content-type': 'application/json' } })
  await send('GET', `/v2/${other.tenant}/servers`)
  await send('GET', '/flavors?bogus=1')
  await send('GET', '/no-such-resource')
  await send('POST', '/servers', '{"server":')
}

export const catalog: RecordedScenario = async (send) => {
  const first = await send('GET', '/flavors?limit=1')
  const marker = String(at(first.body, 'flavors.0.id'))
  for (const query of ['', `?limit=1&marker=${marker}`, '?minDisk=1', '?minRam=4096', '?limit=x', '?limit=&minRam=']) {
    await send('GET', `/flavors${query}`)
  }
  await send('GET', '/os-availability-zone')
}

export const keypairs: RecordedScenario = async (send) => {
  await send('POST', '/os-keypairs', { keypair: { name: 'probe', public_key: throwawayKey } })
  await send('POST', '/os-keypairs', { keypair: { name: 'probe', public_key: throwawayKey } })
  for (const name of ['with+plus blank', '키페어', '키']) {
    await send('POST', '/os-keypairs', { keypair: { name, public_key: throwawayKey } })
    await send('GET', `/os-keypairs/${encodeURIComponent(name)}`)
  }
  await send('DELETE', `/os-keypairs/${encodeURIComponent('키페어')}`)
  await send('GET', `/os-keypairs/${encodeURIComponent('키페어')}`)
  await send('POST', '/os-keypairs', { keypair: { name: 'bad', public_key: 'no key' } })
  await send('POST', '/os-keypairs', { keypair: { name: 'x'.repeat(256), public_key: throwawayKey } })
  await send('POST', '/os-keypairs', {})
  await send('POST', '/os-keypairs', { keypair: { public_key: throwawayKey } })
  await send('GET', '/os-keypairs')
  await send('GET', '/os-keypairs/probe')
  await send('GET', '/os-keypairs/prob')
  await send('GET', '/os-keypairs/never')
  await send('DELETE', '/os-keypairs/probe')
  await send('GET', '/os-keypairs')
  await send('GET', '/os-keypairs/probe')
  await send('DELETE', '/os-keypairs/probe')
}

export const lists: RecordedScenario = async (send, driver) => {
  const { image, resizeFlavor, windowsImage } = driver.config.resources
  await send('POST', '/servers', serverRequest(driver, { name: 'probe-1' }))
  driver.wait(2000)
  await send('POST', '/servers', localRequest(driver, { name: 'probe-2' }))
  driver.wait(2000)
  await send('POST', '/servers', localRequest(driver, { name: '서버' }))
  driver.wait(2000)
  const { body } = await send('GET', '/servers')
  const marker = String(at(body, 'servers.0.id'))
  for (const path of ['/servers', '/servers/detail']) {
    for (const query of [
      'limit=1',
      `limit=1&marker=${marker}`,
      'changes-since=2026-01-02T03:04:06Z',
      'changes-since=never',
      `image=${windowsImage}`,
      `flavor=${resizeFlavor}`,
      `flavor=${resizeFlavor}&name=probe-1`,
      `image=${windowsImage}&name=probe-1`,
      'name=probe-1',
      'name=^probe-',
      'name=other',
      `name=${encodeURIComponent('서버')}`,
      'status=SHUTOFF',
      'limit=&status=&name=',
      'limit=1&name=probe-1',
      'limit=-1',
    ]) {
      await send('GET', `${path}?${query}`)
    }
    await send('GET', path)
    await send('GET', path, undefined, { token: driver.config.other.token })
  }
  await send('GET', `/v2/${driver.config.other.tenant}/servers/${marker}`, undefined, {
    token: driver.config.other.token,
  })
  const renamed = { server: { name: 'foreign' } }
  await send('PUT', `/v2/${driver.config.other.tenant}/servers/${marker}`, renamed, {
    token: driver.config.other.token,
  })
  await send('GET', `/servers?image=${image}`)
}

export const changes: RecordedScenario = async (send, driver) => {
  const { body } = await send('POST', '/servers', serverRequest(driver))
  const id = at(body, 'server.id')
  driver.wait(5000)
  await send('PUT', `/servers/${id}`, { server: { accessIPv4: '10.0.0.1' } })
  await send('PUT', `/servers/${id}`, { server: { name: 'renamed', hostId: 'another' } })
  await send('PUT', `/servers/${id}`, { server: { name: 'renamed' } })
  await send('GET', `/servers/${id}`)
  for (const path of ['/servers', '/servers/detail']) await send('GET', `${path}?changes-since=2026-01-02T03:04:08Z`)
  await send('PUT', `/servers/${id}`, { server: { name: 'Another 이름' } })
  await send('PUT', `/servers/${id}`, { server: { name: 'x'.repeat(256) } })
  await send('GET', `/servers/${id}`)
  await send('POST', `/servers/${id}/action`, { 'os-stop': null })
  driver.wait(100)
  await send('PUT', `/servers/${id}`, { server: { name: 'stopped' } })
  await send('GET', `/servers/${id}`)
  await send('DELETE', `/servers/${nonexistentId}`)
  await send('GET', `/servers/${nonexistentId}`)
  await send('DELETE', `/servers/${id}`)
  driver.wait(100)
  await send('GET', `/servers/${id}`)
}

export const attachments: RecordedScenario = async (send, driver) => {
  const { volume } = driver.config.resources
  const { body } = await send('POST', '/servers', serverRequest(driver))
  driver.wait(100)
  const path = `/servers/${at(body, 'server.id')}/os-volume_attachments`
  await send('POST', path, { volumeAttachment: { volumeId: volume } })
  driver.wait(100)
  for (const tail of ['', '?limit=1', '?offset=1', '?offset=9', '?limit=x', `/${volume}`, `/${nonexistentId}`])
    await send('GET', path + tail)
  for (const request of [{ volumeId: volume }, { volumeId: nonexistentId }, {}]) {
    await send('POST', path, { volumeAttachment: request })
  }
  await send('POST', path, {})
  await send('DELETE', `${path}/${volume}`)
  driver.wait(100)
  await send('GET', path)
  await send('POST', `/servers/${at(body, 'server.id')}/action`, { 'os-stop': null })
  driver.wait(100)
  await send('POST', path, { volumeAttachment: { volumeId: volume } })
  driver.wait(100)
  await send('GET', path)
  await send('DELETE', `${path}/${volume}`)
  driver.wait(100)
  await send('GET', path)
  await send('POST', path, { volumeAttachment: { volumeId: volume } })
  driver.wait(100)
  const { body: second } = await send('POST', '/servers', serverRequest(driver))
  driver.wait(100)
  const secondPath = `/servers/${at(second, 'server.id')}/os-volume_attachments`
  await send('POST', secondPath, { volumeAttachment: { volumeId: volume } })
  await send('GET', secondPath)
  const { body: local } = await send('POST', '/servers', localRequest(driver))
  driver.wait(100)
  await send('GET', `/servers/${at(local, 'server.id')}/os-volume_attachments`)
}

export const generation: RecordedScenario = async (send) => {
  await send('POST', '/os-keypairs', { keypair: { name: 'made' } })
  await send('GET', '/os-keypairs')
  await send('GET', '/os-keypairs/made')
  await send('POST', '/os-keypairs', { keypair: { name: 'made too' } })
  await send('GET', `/os-keypairs/${encodeURIComponent('made too')}`)
}
