/** Other users of the tenant, and what belongs to them. */
import { ApiClient } from '../../../emulator/testing/api-client.ts'
import { type Circumstance, isRequest, withJson } from './circumstance.ts'

/** The names of the resources of other users. */
const theirs = 'someone-else'

/**
 * Lets another user create, rename and delete servers and keypairs, one step each time this many milliseconds have
 * passed.
 */
export const otherUsers = (ms: number): Circumstance => ({
  start(emulator) {
    const client = new ApiClient(emulator.config, emulator.fetch)
    const { image = '', flavor = '', network = '' } = emulator.config.resources
    const server = {
      name: theirs,
      imageRef: image,
      flavorRef: flavor,
      networks: [{ uuid: network }],
      block_device_mapping_v2: [
        {
          uuid: image,
          boot_index: 0,
          volume_size: 20,
          source_type: 'image',
          destination_type: 'volume',
          delete_on_termination: 1,
        },
      ],
    }
    const ids: string[] = []
    let step = 0
    const next = async () => {
      step++
      if (step % 3 === 1) {
        const { body } = await client.expect(202, 'POST', '~/servers', { server })
        ids.push(body.server.id)
        await client.send('POST', '~/os-keypairs', { keypair: { name: `${theirs}-${step}` } })
      } else if (step % 3 === 2) {
        await client.send('PUT', `~/servers/${ids.at(-1)}`, { server: { name: `${theirs}-${step}` } })
      } else if (ids.length > 2) {
        await client.send('DELETE', `~/servers/${ids.shift()}`)
        await client.send('DELETE', `~/os-keypairs/${theirs}-${step - 8}`)
      }
    }
    const timer = setInterval(() => void next(), ms)
    return () => clearInterval(timer)
  },
})

const keypair = (name: string, more: object = {}) => ({
  keypair: {
    name,
    public_key: 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC7 someone@else',
    fingerprint: 'c0:29:8b:5d:2d:0f:1c:0c:f3:4f:0f:f7:6b:19:5f:53',
    ...more,
  },
})

/** The list of keypairs contains those of other users: an x509 certificate, and several with the same name. */
export const othersKeypairs: Circumstance = {
  handler: () => async (request, next) => {
    const response = await next(request)
    if (!isRequest(request, 'GET', /^\/os-keypairs$/) || response.status !== 200) return response
    return withJson(response, ({ keypairs }) =>
      keypairs?.unshift(
        keypair(`${theirs}-certificate`, { type: 'x509', public_key: '-----BEGIN CERTIFICATE-----\nMIIC\n' }),
        keypair(`${theirs}-key`),
        keypair(`${theirs}-key`),
      ),
    )
  },
}
