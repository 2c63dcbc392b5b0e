import { type ForcibleStatus, forceStatus } from '../transitions/force-status.ts'
import { localRequest, serverRequest } from './driver.ts'
import { actAndObserve, createServer, type RecordedScenario } from './recorded-scenario.ts'

const statuses: readonly ForcibleStatus[] = ['PAUSED', 'SUSPENDED', 'ERROR', 'RESCUE', 'REBUILD', 'REVERT_RESIZE']

const actions = [{ 'os-start': null }, { 'os-stop': null }, { reboot: { type: 'SOFT' } }, { reboot: { type: 'HARD' } }]

/** Returns the responses of servers in statuses that no documented operation leads to. */
export const operatorStates: RecordedScenario = async (send, driver) => {
  const { volume, securityGroup } = driver.config.resources
  const id = await createServer(send, driver, serverRequest(driver))
  const local = await createServer(send, driver, localRequest(driver))
  const force = (serverId: string, status: ForcibleStatus) => {
    const server = driver.state.servers.get(serverId)
    if (server === undefined) throw new Error(`there is no server ${serverId}`)
    forceStatus(driver.state, server, status)
  }
  for (const status of statuses) {
    force(id, status)
    await send('GET', `/servers/${id}`)
    for (const list of ['servers', 'servers/detail']) await send('GET', `/${list}?status=ACTIVE`)
    for (const body of actions) {
      force(id, status)
      await actAndObserve(send, driver, id, body)
    }
    force(local, status)
    await send('POST', `/servers/${local}/action`, { createImage: { name: 'snapshot' } })
    driver.wait(200)
  }
  force(id, 'PAUSED')
  await send('PUT', `/servers/${id}`, { server: { name: 'renamed' } })
  await send('POST', `/servers/${id}/action`, { addSecurityGroup: { name: securityGroup } })
  await send('POST', `/servers/${id}/os-volume_attachments`, { volumeAttachment: { volumeId: volume } })
  await send('GET', `/servers/${id}`)
  force(id, 'ERROR')
  await send('DELETE', `/servers/${id}`)
  driver.wait(200)
  await send('GET', `/servers/${id}`)
}
