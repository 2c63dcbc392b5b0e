import { expect, test } from 'vitest'
import { Random } from '../random.ts'
import { Networking } from './networks.ts'

test('a port without a requested address gets the lowest free one', () => {
  const networking = new Networking(new Random(1))
  const subnet = networking.addNetwork('tenant', 'lan', '192.168.0.0/18')
  const add = (address?: string) =>
    networking.addPort({ subnet, address, name: '', groupIds: [], deviceId: 'server', isTransient: true })
  const [first, second, third] = [add(), add(), add()]
  expect([first, second, third].map(({ address }) => address)).toEqual(['192.168.0.2', '192.168.0.3', '192.168.0.4'])
  networking.removePort(third)
  networking.removePort(first)
  expect([add(), add(), add()].map(({ address }) => address)).toEqual(['192.168.0.2', '192.168.0.4', '192.168.0.5'])
  networking.removePort(second)
  add('192.168.0.3')
  expect(add().address).toBe('192.168.0.6')
})
