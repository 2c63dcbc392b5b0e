import { describe, expect, test } from 'vitest'
import { type Driver, drive } from '../testing/driver.ts'

const reported = async (driver: Driver, path: string) =>
  (await driver.send('GET', path)).headers.get('x-emulator-fault')

describe('an enabled fault', () => {
  test('is reported by responses that show it, and by no others', async () => {
    const driver = drive()
    driver.control.enableFault('flavors-min-disk-lost-beside-min-ram')
    driver.control.enableFault('flavors-name-missing')
    expect(await reported(driver, '/flavors?minDisk=1')).toBe('flavors-name-missing')
    expect(await reported(driver, '/flavors?minDisk=1&minRam=1')).toBe(
      'flavors-min-disk-lost-beside-min-ram, flavors-name-missing',
    )
    expect(await reported(driver, '/os-availability-zone')).toBeNull()
  })

  test('is not reported by an emulator that was started with it', async () => {
    expect(await reported(drive({ faults: ['flavors-name-missing'] }), '/flavors')).toBeNull()
  })
})

describe('the memory of a fault', () => {
  const deleteTwice = async (driver: Driver, between: () => void = () => undefined) => {
    await driver.send('POST', '/os-keypairs', { keypair: { name: 'k' } })
    await driver.send('DELETE', '/os-keypairs/k')
    between()
    return (await driver.send('DELETE', '/os-keypairs/k')).status
  }

  test('belongs to one emulator', async () => {
    const faults = ['keypairs-delete-twice-accepted']
    expect(await deleteTwice(drive({ faults }))).toBe(202)
    expect((await drive({ faults }).send('DELETE', '/os-keypairs/k')).status).toBe(404)
  })

  test('lasts while other faults are enabled and disabled', async () => {
    const driver = drive()
    driver.control.enableFault('keypairs-delete-twice-accepted')
    expect(await deleteTwice(driver, () => driver.control.enableFault('flavors-name-missing'))).toBe(202)
  })

  test('ends with the fault, and with a reset', async () => {
    const name = 'keypairs-delete-twice-accepted'
    const enabled = drive()
    enabled.control.enableFault(name)
    const reenable = () => {
      enabled.control.clearFaults()
      enabled.control.enableFault(name)
    }
    expect(await deleteTwice(enabled, reenable)).toBe(404)
    const started = drive({ faults: [name] })
    expect(await deleteTwice(started, () => started.reset())).toBe(404)
  })
})
