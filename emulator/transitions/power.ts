import { setActive, setError, setStopped } from './set-state.ts'
import { begin, type Transition } from './transition.ts'

export const start: Transition = {
  name: 'start',
  lasts: 'start',
  stages: [{ task: 'powering-on', share: 1 }],
  arrive: (cloud, server, at) => {
    setActive(cloud, server)
    if (cloud.faults.has('start-by-way-of-reboot')) begin(cloud, server, softReboot, at)
  },
}

export const stop: Transition = {
  name: 'stop',
  lasts: 'stop',
  stages: [{ task: 'powering-off', share: 1 }],
  arrive: (cloud, server, at) => {
    if (cloud.faults.has('stop-ends-in-error'))
      return setError(cloud, server, at, 500, 'The server could not be stopped.')
    setStopped(cloud, server)
    server.fault = undefined
  },
}

export const softReboot: Transition = {
  name: 'softReboot',
  lasts: 'rebootSoft',
  stages: [
    { task: 'rebooting', share: 0.4 },
    { task: 'reboot_started', share: 0.6 },
  ],
  arrive: (cloud, server) =>
    cloud.faults.has('reboot-soft-ends-stopped') ? setStopped(cloud, server) : setActive(cloud, server),
}

export const hardReboot: Transition = {
  name: 'hardReboot',
  lasts: 'rebootHard',
  stages: [
    { task: 'rebooting_hard', share: 0.4 },
    { task: 'reboot_started_hard', share: 0.6 },
  ],
  arrive: (cloud, server) => {
    if (server.vmState === 'paused' && cloud.faults.has('reboot-hard-of-paused-in-vain')) return
    const inVain = { stopped: 'reboot-hard-of-stopped-in-vain', active: 'reboot-hard-ends-stopped' } as const
    const { vmState } = server
    if ((vmState === 'stopped' || vmState === 'active') && cloud.faults.has(inVain[vmState]))
      return setStopped(cloud, server)
    setActive(cloud, server)
    server.fault = undefined
  },
}

export const pause: Transition = {
  name: 'pause',
  lasts: 'pause',
  stages: [{ task: 'pausing', share: 1 }],
  arrive: (_world, server) => {
    server.vmState = 'paused'
    server.powerState = 3
  },
}

export const unpause: Transition = {
  name: 'unpause',
  lasts: 'pause',
  stages: [{ task: 'unpausing', share: 1 }],
  arrive: setActive,
}

export const suspend: Transition = {
  name: 'suspend',
  lasts: 'suspend',
  stages: [{ task: 'suspending', share: 1 }],
  arrive: (_world, server) => {
    server.vmState = 'suspended'
    server.powerState = 4
  },
}

export const resume: Transition = {
  name: 'resume',
  lasts: 'suspend',
  stages: [{ task: 'resuming', share: 1 }],
  arrive: setActive,
}
