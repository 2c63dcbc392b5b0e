import { depart, type Journey } from './journey.ts'
import { becomeActive, becomeStopped, fail } from './outcomes.ts'

export const start: Journey = {
  name: 'start',
  lasts: 'start',
  stages: [{ task: 'powering-on', share: 1 }],
  arrive: (world, server, at) => {
    becomeActive(world, server)
    if (world.faults.has('start-by-way-of-reboot')) depart(world, server, softReboot, at)
  },
}

export const stop: Journey = {
  name: 'stop',
  lasts: 'stop',
  stages: [{ task: 'powering-off', share: 1 }],
  arrive: (world, server, at) => {
    if (world.faults.has('stop-ends-in-error')) return fail(world, server, at, 500, 'The server could not be stopped.')
    becomeStopped(world, server)
    server.fault = undefined
  },
}

export const softReboot: Journey = {
  name: 'softReboot',
  lasts: 'rebootSoft',
  stages: [
    { task: 'rebooting', share: 0.4 },
    { task: 'reboot_started', share: 0.6 },
  ],
  arrive: (world, server) =>
    world.faults.has('reboot-soft-ends-stopped') ? becomeStopped(world, server) : becomeActive(world, server),
}

export const hardReboot: Journey = {
  name: 'hardReboot',
  lasts: 'rebootHard',
  stages: [
    { task: 'rebooting_hard', share: 0.4 },
    { task: 'reboot_started_hard', share: 0.6 },
  ],
  arrive: (world, server) => {
    if (server.vmState === 'paused' && world.faults.has('reboot-hard-of-paused-in-vain')) return
    const inVain = { stopped: 'reboot-hard-of-stopped-in-vain', active: 'reboot-hard-ends-stopped' } as const
    const { vmState } = server
    if ((vmState === 'stopped' || vmState === 'active') && world.faults.has(inVain[vmState]))
      return becomeStopped(world, server)
    becomeActive(world, server)
    server.fault = undefined
  },
}

export const pause: Journey = {
  name: 'pause',
  lasts: 'pause',
  stages: [{ task: 'pausing', share: 1 }],
  arrive: (_world, server) => {
    server.vmState = 'paused'
    server.powerState = 3
  },
}

export const unpause: Journey = {
  name: 'unpause',
  lasts: 'pause',
  stages: [{ task: 'unpausing', share: 1 }],
  arrive: becomeActive,
}

export const suspend: Journey = {
  name: 'suspend',
  lasts: 'suspend',
  stages: [{ task: 'suspending', share: 1 }],
  arrive: (_world, server) => {
    server.vmState = 'suspended'
    server.powerState = 4
  },
}

export const resume: Journey = {
  name: 'resume',
  lasts: 'suspend',
  stages: [{ task: 'resuming', share: 1 }],
  arrive: becomeActive,
}
