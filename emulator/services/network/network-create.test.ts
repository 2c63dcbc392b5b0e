import { expect, test } from 'vitest'
import { at, bootedServer, type Driver, drive, serverRequest, textAt } from '../../testing/driver.ts'

async function newNetwork(driver: Driver, name: string): Promise<string> {
  return textAt((await driver.send('POST', '/network/v2.0/networks', { network: { name } })).body, 'network.id')
}

const newSubnet = (driver: Driver, network_id: string, cidr: unknown) =>
  driver.send('POST', '/network/v2.0/subnets', { subnet: { network_id, cidr, ip_version: 4 } })

test('gives a server an address in a network that a client created', async () => {
  const driver = drive()
  const network = await newNetwork(driver, 'made')
  const networks = [{ uuid: network }, { uuid: network }]
  expect((await driver.send('POST', '/servers', serverRequest(driver, { networks }))).status).toBe(400)
  const subnet = textAt((await newSubnet(driver, network, '19.80.0.0/24')).body, 'subnet.id')
  const server = await bootedServer(driver, serverRequest(driver, { networks }))
  const { body } = await driver.send('GET', `/servers/${server}/ips`)
  expect(at(body, 'addresses.made')).toMatchObject([{ addr: '19.80.0.2' }, { addr: '19.80.0.3' }])
  expect((await driver.send('DELETE', `/network/v2.0/subnets/${subnet}`)).status).toBe(409)
  expect((await driver.send('DELETE', `/network/v2.0/networks/${network}`)).status).toBe(409)
  await driver.send('DELETE', `/servers/${server}`)
  driver.wait(1000)
  expect((await driver.send('DELETE', `/network/v2.0/subnets/${subnet}`)).status).toBe(204)
  expect((await driver.send('DELETE', `/network/v2.0/networks/${network}`)).status).toBe(204)
  expect((await driver.send('GET', `/network/v2.0/networks/${network}`)).status).toBe(404)
})

test.each(['19.80.0.0', '19.80.0.1/24', '19.80.0.0/33', '300.0.0.0/8', 'fd00::/64', 7])(
  '%j is no subnet',
  async (cidr) => {
    const driver = drive()
    expect((await newSubnet(driver, await newNetwork(driver, 'made'), cidr)).status).toBe(400)
  },
)

test('allows one subnet in a network, deletes it with the network, and rejects other tenants', async () => {
  const driver = drive()
  const network = await newNetwork(driver, 'made')
  const subnet = textAt((await newSubnet(driver, network, '10.1.0.0/16')).body, 'subnet.id')
  expect((await newSubnet(driver, network, '10.2.0.0/16')).status).toBe(409)
  const { token } = driver.config.other
  const path = `/network/v2.0/networks/${network}`
  expect((await driver.send('DELETE', path, undefined, { token })).status).toBe(404)
  expect((await driver.send('DELETE', path)).status).toBe(204)
  expect((await driver.send('GET', `/network/v2.0/subnets/${subnet}`)).status).toBe(404)
})
