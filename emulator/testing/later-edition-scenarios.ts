/** What the edition of May 2026 has added. Recorded with an emulator of that edition. */
import { serverRequest } from './driver.ts'
import { actAndObserve, createServer, type RecordedScenario } from './recorded-scenario.ts'

export const flavorDetails: RecordedScenario = async (send) => {
  for (const query of ['', '?minDisk=1', '?minRam=4096']) await send('GET', `/flavors/detail${query}`)
}

export const metadata: RecordedScenario = async (send, driver) => {
  const id = await createServer(send, driver, serverRequest(driver, { metadata: { kept: 'yes' } }))
  const path = `/servers/${id}/metadata`
  for (const body of [
    { meta: { probe: 'one' } },
    { meta: { probe: 'two' } },
    { meta: { probe: 'x'.repeat(256) } },
    { probe: 'one' },
  ]) {
    await send('PUT', `${path}/probe`, body)
    await send('GET', `${path}/probe`)
    await send('GET', path)
    await send('GET', `/servers/${id}`)
  }
  for (let times = 0; times < 2; times++) await send('DELETE', `${path}/probe`)
  await send('GET', `${path}/probe`)
  await send('GET', path)
  await send('PUT', `/servers/${id}`, { name: 'unwrapped' })
}

export const shelving: RecordedScenario = async (send, driver) => {
  const { resizeFlavor } = driver.config.resources
  const id = await createServer(send, driver, serverRequest(driver))
  for (const action of [
    { unshelve: null },
    { shelve: null },
    { shelve: null },
    { resize: { flavorRef: resizeFlavor } },
    { unshelve: null },
  ])
    await actAndObserve(send, driver, id, action)
}
