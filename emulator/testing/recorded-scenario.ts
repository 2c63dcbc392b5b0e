import { at, type Driver, type DriverResponse, type SendOptions } from './driver.ts'

export type Send = (method: string, path: string, body?: unknown, options?: SendOptions) => Promise<DriverResponse>

/** A fixed sequence of requests whose responses are recorded. */
export type RecordedScenario = (send: Send, driver: Driver) => Promise<void>

/** An OpenSSH key for tests only; its private key was discarded. */
export const throwawayKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJqqYvPOAjunj9a56l4ba/A1fBs9akditHYV07xQK8/h probe'

/** An id that no resource has. */
export const nonexistentId = '00000000-0000-4000-8000-00000000ffff'

/** Creates a server, waits until its creation is complete, and returns its id. */
export async function createServer(send: Send, driver: Driver, request: unknown): Promise<string> {
  const { body } = await send('POST', '/servers', request)
  driver.wait(100)
  return String(at(body, 'server.id'))
}

/** Performs an action, and reads the server during its transition and afterwards. */
export async function actAndObserve(send: Send, driver: Driver, id: string, body: unknown): Promise<void> {
  await send('POST', `/servers/${id}/action`, body)
  for (const milliseconds of [2, 5, 5, 5, 200]) {
    driver.wait(milliseconds)
    await send('GET', `/servers/${id}`)
  }
}
