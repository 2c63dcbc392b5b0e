import { at, type Driver, type DriverResponse, type RequestExtras } from './driver.ts'

export type Send = (method: string, path: string, body?: unknown, extras?: RequestExtras) => Promise<DriverResponse>

/** One chapter of the recording: a fixed sequence of requests. */
export type RecordedScenario = (send: Send, driver: Driver) => Promise<void>

/** An OpenSSH key made for these tests alone; its private half is lost. */
export const throwawayKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJqqYvPOAjunj9a56l4ba/A1fBs9akditHYV07xQK8/h probe'

/** The id of nothing. */
export const nonexistentId = '00000000-0000-4000-8000-00000000ffff'

/** Makes a server and lets it settle. */
export async function settled(send: Send, driver: Driver, request: unknown): Promise<string> {
  const { body } = await send('POST', '/servers', request)
  driver.wait(100)
  return String(at(body, 'server.id'))
}

/** Asks for an action, glances at the server on its way, and once it has arrived. */
export async function act(send: Send, driver: Driver, id: string, body: unknown): Promise<void> {
  await send('POST', `/servers/${id}/action`, body)
  for (const pause of [2, 5, 5, 5, 200]) {
    driver.wait(pause)
    await send('GET', `/servers/${id}`)
  }
}
