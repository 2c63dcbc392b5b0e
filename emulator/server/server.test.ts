import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { at } from '../testing/driver.ts'
import { startEmulator } from './server.ts'

describe('a served emulator', () => {
  test('responds at the URLs of its config until it is closed', async () => {
    const { url, config, close } = await startEmulator()
    const read = (address: string) => fetch(address, { headers: { 'x-auth-token': config.auth.token } })
    expect(config.target.url).toBe(url)
    const { image, network, volume } = config.resources
    for (const address of [
      `${url}/v2/${config.target.tenant}/servers`,
      `${config.services.image}/v2/images/${image}`,
      `${config.services.network}/v2.0/networks/${network}`,
      `${config.services.blockStorage}/volumes/${volume}`,
      config.services.identity,
    ]) {
      expect([address, (await read(address)).status]).toEqual([address, 200])
    }
    await close()
    await expect(read(url)).rejects.toThrow()
  })

  test('rejects a body that is too large without waiting for it', async () => {
    const { url, config, close } = await startEmulator()
    const { port } = new URL(url)
    const response = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write(
          `POST /v2/${config.target.tenant}/servers HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n` +
            `X-Auth-Token: ${config.auth.token}\r\nContent-Type: application/json\r\n\r\n{`,
        ),
      )
      socket.once('data', (data) => resolve(data.toString())).once('error', reject)
    })
    expect(response).toMatch(/^HTTP\/1\.1 413 /)
    await close()
  })

  test('fails to start on a port in use or with an unknown fault', async () => {
    const first = await startEmulator()
    await expect(startEmulator({ port: Number(new URL(first.url).port) })).rejects.toThrow(/EADDRINUSE/)
    await first.close()
    await expect(startEmulator({ faults: ['none'] })).rejects.toThrow(/'none'/)
  })
})

describe('a seed', () => {
  test('determines ids and names', async () => {
    const seed = {
      random: 7,
      zones: ['z1', 'z2', 'z3'],
      networkNames: ['lan'],
      existingServers: 3,
      images: 4,
      flavorFamilies: ['r9'],
    }
    const first = await startEmulator({ seed })
    const second = await startEmulator({ seed })
    const other = await startEmulator({ seed: { ...seed, random: 8 } })
    expect(second.config.resources).toEqual(first.config.resources)
    expect(other.config.resources.image).not.toBe(first.config.resources.image)
    const { url, config } = first
    const read = async (path: string) => {
      const headers = { 'x-auth-token': config.auth.token }
      return (await fetch(`${url}/v2/${config.target.tenant}${path}`, { headers })).json()
    }
    expect(at(await read('/servers?status=ACTIVE'), 'servers')).toHaveLength(3)
    expect(at(await read('/images'), 'images')).toHaveLength(5)
    expect(at(await read('/os-availability-zone'), 'availabilityZoneInfo')).toHaveLength(3)
    expect(at(await read(`/flavors/${config.resources.flavor}`), 'flavor.name')).toMatch(/^r9\./)
    await Promise.all([first, second, other].map(({ close }) => close()))
  })

  test('gives each of 300 servers its own address', async () => {
    const { url, config, close } = await startEmulator({ seed: { existingServers: 300 } })
    const headers = { 'x-auth-token': config.auth.token }
    const response = await fetch(`${url}/v2/${config.target.tenant}/servers/detail`, { headers })
    const addresses = JSON.stringify(await response.json()).match(/"addr":"[^"]+"/g)
    expect(new Set(addresses).size).toBe(300)
    await close()
  })

  test.each([
    { images: 0 },
    { existingServers: 16_001 },
    { existingServers: -1 },
    { zones: [] },
    { flavorFamilies: ['u3'] },
    { networkNames: [''] },
  ])('is rejected: %j', async (seed) => {
    await expect(startEmulator({ seed })).rejects.toThrow(TypeError)
  })
})
