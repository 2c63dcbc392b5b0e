/** A target that keeps the volumes of deleted servers is left without them, and the volumes of others stay. */
import { expect, onTestFinished, test } from 'vitest'
import { startEmulator } from '#emulator'
import { keyRing } from '../fixtures/key-ring.ts'
import { runSuites } from '../fixtures/run-suites.ts'

test('volumes that outlive their servers are deleted at the end of the run', async () => {
  const emulator = await startEmulator({
    keyRing,
    control: true,
    faults: ['create-volume-kept'],
    seed: { existingServers: 2 },
  })
  onTestFinished(() => emulator.close())
  const volumes = () => [...emulator.state.volumes.keys()].toSorted()
  const before = volumes()

  const { report, requirement } = await runSuites(emulator.config, {})

  expect(requirement('servers.create.delete-on-termination').outcome).toBe('fail')
  expect(report.resources.leaked).toEqual([])
  expect(volumes()).toEqual(before)
})
