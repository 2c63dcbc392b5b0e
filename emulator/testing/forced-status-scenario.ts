import { type ForcibleStatus, forceStatus } from '../transitions/force-status.ts'
import { localRequest, serverRequest } from './driver.ts'
import { act, type RecordedScenario, settled } from './recorded-scenario.ts'

const states: readonly ForcibleStatus[] = ['PAUSED', 'SUSPENDED', 'ERROR', 'RESCUE', 'REBUILD', 'REVERT_RESIZE']

const actions = [{ 'os-start': null }, { 'os-stop': null }, { reboot: { type: 'SOFT' } }, { reboot: { type: 'HARD' } }]

/** What servers say and allow in states that no documented call leads to. */
export const operatorStates: RecordedScenario = async (send, driver) => {
  const { volume, securityGroup } = driver.config.resources
  const id = await settled(send, driver, serverRequest(driver))
  const local = await settled(send, driver, localRequest(driver))
  const put = (server: string, status: ForcibleStatus) => {
    const found = driver.state.servers.get(server)
    if (found === undefined) throw new Error(`there is no server ${server}`)
    forceStatus(driver.state, found, status)
  }
  for (const status of states) {
    put(id, status)
    await send('GET', `/servers/${id}`)
    for (const list of ['servers', 'servers/detail']) await send('GET', `/${list}?status=ACTIVE`)
    for (const body of actions) {
      put(id, status)
      await act(send, driver, id, body)
    }
    put(local, status)
    await send('POST', `/servers/${local}/action`, { createImage: { name: 'snapshot' } })
    driver.wait(200)
  }
  put(id, 'PAUSED')
  await send('PUT', `/servers/${id}`, { server: { name: 'renamed' } })
  await send('POST', `/servers/${id}/action`, { addSecurityGroup: { name: securityGroup } })
  await send('POST', `/servers/${id}/os-volume_attachments`, { volumeAttachment: { volumeId: volume } })
  await send('GET', `/servers/${id}`)
  put(id, 'ERROR')
  await send('DELETE', `/servers/${id}`)
  driver.wait(200)
  await send('GET', `/servers/${id}`)
}
