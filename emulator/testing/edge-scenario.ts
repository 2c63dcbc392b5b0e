import { serverRequest } from './driver.ts'
import { createServer, nonexistentId, type RecordedScenario } from './recorded-scenario.ts'

/** Records null and empty values for required members, combined parameters, and repeated operations. */
export const edges: RecordedScenario = async (send, driver) => {
  const { volume } = driver.config.resources
  for (const body of [
    { server: null },
    serverRequest(driver, { name: null }),
    serverRequest(driver, { flavorRef: null }),
  ])
    await send('POST', '/servers', body)
  await send('POST', '/os-keypairs', { keypair: { name: null } })
  await send('GET', '/flavors?minDisk=1000000&minRam=1')
  await send('GET', '/flavors?limit=1&minRam=1')

  const id = await createServer(send, driver, serverRequest(driver))
  for (const list of ['servers', 'servers/detail']) await send('GET', `/${list}?status=ACTIVE&flavor=${nonexistentId}`)
  for (const body of [
    { reboot: { type: '' } },
    { resize: { flavorRef: null } },
    { addSecurityGroup: { name: null } },
    { removeSecurityGroup: { name: '' } },
  ])
    await send('POST', `/servers/${id}/action`, body)

  const attachments = `/servers/${id}/os-volume_attachments`
  await send('POST', attachments, { volumeAttachment: { volumeId: null } })
  await send('POST', attachments, { volumeAttachment: { volumeId: volume } })
  driver.wait(1000)
  await send('GET', `${attachments}?limit=1&offset=1`)
  for (const _ of ['first', 'repeated']) {
    await send('DELETE', `${attachments}/${volume}`)
    driver.wait(1000)
  }
  for (const _ of ['first', 'repeated']) {
    await send('DELETE', `/servers/${id}`)
    driver.wait(1000)
  }
}
