import { at, localRequest, serverRequest } from './driver.ts'
import { actAndObserve, createServer, nonexistentId, type RecordedScenario } from './recorded-scenario.ts'

export const power: RecordedScenario = async (send, driver) => {
  const id = await createServer(send, driver, serverRequest(driver))
  for (const action of [
    { 'os-start': null },
    { reboot: { type: 'SOFT' } },
    { reboot: { type: 'HARD' } },
    { reboot: null },
    { reboot: {} },
    { reboot: { type: 'WARM' } },
    { 'os-start': null, 'os-stop': null },
    { 'no-such-action': null },
    { 'os-stop': null },
    { 'os-stop': null },
    { reboot: { type: 'SOFT' } },
    { reboot: { type: 'HARD' } },
    { 'os-stop': null },
    { 'os-start': null },
  ]) {
    await actAndObserve(send, driver, id, action)
  }
  await actAndObserve(send, driver, id, { 'os-stop': null })
  for (const path of ['/servers', '/servers/detail', '/servers?status=SHUTOFF', '/servers/detail?status=SHUTOFF'])
    await send('GET', path)
  await actAndObserve(send, driver, id, { 'os-start': null })
  await send('POST', `/servers/${id}/action`, { 'os-stop': null })
  await actAndObserve(send, driver, id, { reboot: { type: 'SOFT' } })
}

export const resizing: RecordedScenario = async (send, driver) => {
  const { flavor, resizeFlavor } = driver.config.resources
  const id = await createServer(send, driver, serverRequest(driver))
  for (const action of [
    { resize: { flavorRef: resizeFlavor } },
    { resize: { flavorRef: resizeFlavor } },
    { resize: { flavorRef: nonexistentId } },
    { resize: {} },
    { resize: null },
    { resize: { flavorRef: flavor, 'OS-DCF:diskConfig': 'DEFAULT' } },
    { 'os-stop': null },
    { resize: { flavorRef: flavor } },
    { 'os-start': null },
    { pause: null },
    { resize: { flavorRef: resizeFlavor } },
  ]) {
    await actAndObserve(send, driver, id, action)
    for (const path of ['/servers', '/servers/detail']) await send('GET', `${path}?flavor=${resizeFlavor}`)
  }
}

export const groups: RecordedScenario = async (send, driver) => {
  const { securityGroup, network } = driver.config.resources
  const id = await createServer(
    send,
    driver,
    serverRequest(driver, { networks: [{ uuid: network }, { uuid: network }] }),
  )
  for (const name of ['addSecurityGroup', 'removeSecurityGroup']) {
    for (const argument of [{ name: securityGroup }, { name: 'none' }, {}, null, { name: securityGroup }]) {
      await send('POST', `/servers/${id}/action`, { [name]: argument })
      await send('GET', `/servers/${id}`)
      await send('GET', '/servers/detail')
      await send('GET', `/network/v2.0/ports?device_id=${id}`)
    }
    await send('PUT', `/servers/${id}`, { server: { accessIPv4: '10.0.0.1' } })
    await send('GET', `/servers/${id}`)
  }
  await send('POST', `/servers/${id}/action`, { 'os-stop': null })
  driver.wait(100)
  for (const name of ['addSecurityGroup', 'removeSecurityGroup']) {
    await send('POST', `/servers/${id}/action`, { [name]: { name: securityGroup } })
    await send('GET', `/servers/${id}`)
  }
}

export const imaging: RecordedScenario = async (send, driver) => {
  const remote = await createServer(send, driver, serverRequest(driver))
  await actAndObserve(send, driver, remote, { createImage: { name: 'of a volume' } })
  const local = await createServer(send, driver, localRequest(driver))
  for (const argument of [{ name: 'copy', metadata: { purpose: 'probe' } }, {}, { name: 'plain' }]) {
    await actAndObserve(send, driver, local, { createImage: argument })
    const { body } = await send('GET', '/image/v2/images')
    await send('GET', `/image/v2/images/${at(body, 'images.0.id')}`)
  }
  await send('POST', `/servers/${local}/action`, { reboot: { type: 'SOFT' } })
  await actAndObserve(send, driver, local, { createImage: { name: 'busy' } })
}
