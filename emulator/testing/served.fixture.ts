import { afterEach } from 'vitest'
import type { EmulatorOptions } from '../options.ts'
import { type RunningEmulator, startEmulator } from '../server/server.ts'
import { at, textAt } from './driver.ts'

const running: RunningEmulator[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map(({ close }) => close()))
})

/** Returns an emulator on a socket with one server, and clients for its compute and its control API. */
export async function serve(options: EmulatorOptions = {}) {
  const emulator = await startEmulator({ control: true, seed: { existingServers: 1 }, ...options })
  running.push(emulator)
  const send = async (method: string, url: string, body?: unknown, headers: Record<string, string> = {}) => {
    const payload = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
    const response = await fetch(url, { method, headers, ...payload })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
  }
  const { config, url } = emulator
  const token = { 'x-auth-token': config.auth.token, 'content-type': 'application/json' }
  const compute = (method: string, path: string, body?: unknown) =>
    send(method, `${url}/v2/${config.target.tenant}${path}`, body, token)
  const control = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    send(method, `${url}/_emulator${path}`, body, headers)
  const { body } = await compute('GET', '/servers')
  const id = textAt(body, 'servers.0.id')
  const status = async () => at((await compute('GET', `/servers/${id}`)).body, 'server.status')
  const act = (body: unknown) => compute('POST', `/servers/${id}/action`, body)
  return { emulator, send, compute, control, id, status, act }
}
