/** Variations in what other users of the tenant do. */
import { isRequest } from './json.mjs'

const theirs = 'someone-else'

/** Sends a request as another user of the tenant. */
export async function call(emulator, method, path, body) {
  const { target, auth } = emulator.config
  const response = await emulator.fetch(
    new Request(`${target.url}/v2/${target.tenant}${path}`, {
      method,
      headers: { 'x-auth-token': auth.token, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    }),
  )
  const text = await response.text()
  return response.status < 300 && text !== '' ? JSON.parse(text) : {}
}

/** Takes one step at each interval, in milliseconds. */
const busy = (ms) => (emulator) => {
  const { image, localFlavor, network } = emulator.config.resources
  const server = { imageRef: image, flavorRef: localFlavor, networks: [{ uuid: network }] }
  const ids = []
  let step = 0
  const steps = [
    async () => {
      const named = { ...server, name: `${theirs}-${step}`, metadata: { owner: theirs } }
      const { server: created } = await call(emulator, 'POST', '/servers', { server: named })
      if (created) ids.push(created.id)
    },
    () => call(emulator, 'POST', '/os-keypairs', { keypair: { name: `${theirs}-${step}`, public_key: publicKey } }),
    () => call(emulator, 'PUT', `/servers/${ids.at(-1)}`, { server: { name: `${theirs}-renamed-${step}` } }),
    () => call(emulator, 'POST', `/servers/${ids.at(-1)}/action`, { 'os-stop': null }),
    () => call(emulator, 'POST', `/servers/${ids.at(-1)}/metadata`, { metadata: { step: String(step) } }),
    () => ids.length > 2 && call(emulator, 'DELETE', `/servers/${ids.shift()}`),
    () => call(emulator, 'DELETE', `/os-keypairs/${theirs}-${step - 11}`),
    () => call(emulator, 'POST', `/servers/${ids.at(-1)}/action`, { 'os-start': null }),
  ]
  const timer = setInterval(() => void steps[step++ % steps.length](), ms)
  return () => clearInterval(timer)
}

const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl someone@else'

export const others = [
  { name: 'busy-tenant', source: 'other users of the tenant', group: 'others', start: busy(120) },
  {
    name: 'foreign-keypairs',
    source: 'Nova: x509 certificates; keypairs of several users in the list of an administrator',
    edit: (body, request) => {
      if (!isRequest(request, 'GET', /^\/os-keypairs$/)) return
      const pair = (name, more) => ({ keypair: { name, public_key: publicKey, fingerprint: 'aa:bb', ...more } })
      const certificate = { type: 'x509', public_key: '-----BEGIN CERTIFICATE-----\nMIIC\n' }
      body.keypairs.unshift(pair(`${theirs} 1`, certificate), pair(theirs, {}), pair(theirs, {}))
    },
  },
  {
    name: 'background-updates',
    source: 'B-120',
    start({ state }) {
      const touch = () => {
        for (const server of state.servers.all()) if (server.vmState === 'active') server.updatedAt = state.clock.now()
      }
      const timer = setInterval(touch, 700)
      return () => clearInterval(timer)
    },
  },
]
