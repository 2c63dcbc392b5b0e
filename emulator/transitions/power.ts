import { setActive, setError, setStopped } from './set-state.ts'
import { beginTransition, type ServerTransition } from './transition.ts'

export const start: ServerTransition = {
  name: 'start',
  timing: 'start',
  stages: [{ task: 'powering-on', share: 1 }],
  complete: (cloud, server, at) => {
    setActive(cloud, server)
    if (cloud.faults.has('start-by-way-of-reboot')) beginTransition(cloud, server, softReboot, at)
  },
}

export const stop: ServerTransition = {
  name: 'stop',
  timing: 'stop',
  stages: [{ task: 'powering-off', share: 1 }],
  complete: (cloud, server, at) => {
    if (cloud.faults.has('stop-ends-in-error'))
      return setError(cloud, server, at, 500, 'The server could not be stopped.')
    setStopped(cloud, server)
    server.fault = undefined
  },
}

export const softReboot: ServerTransition = {
  name: 'softReboot',
  timing: 'rebootSoft',
  stages: [
    { task: 'rebooting', share: 0.4 },
    { task: 'reboot_started', share: 0.6 },
  ],
  complete: (cloud, server) =>
    cloud.faults.has('reboot-soft-ends-stopped') ? setStopped(cloud, server) : setActive(cloud, server),
}

export const hardReboot: ServerTransition = {
  name: 'hardReboot',
  timing: 'rebootHard',
  stages: [
    { task: 'rebooting_hard', share: 0.4 },
    { task: 'reboot_started_hard', share: 0.6 },
  ],
  complete: (cloud, server) => {
    if (server.vmState === 'paused' && cloud.faults.has('reboot-hard-of-paused-in-vain')) return
    const inVain = { stopped: 'reboot-hard-of-stopped-in-vain', active: 'reboot-hard-ends-stopped' } as const
    const { vmState } = server
    if ((vmState === 'stopped' || vmState === 'active') && cloud.faults.has(inVain[vmState]))
      return setStopped(cloud, server)
    setActive(cloud, server)
    server.fault = undefined
  },
}

export const pause: ServerTransition = {
  name: 'pause',
  timing: 'pause',
  stages: [{ task: 'pausing', share: 1 }],
  complete: (_world, server) => {
    server.vmState = 'paused'
    server.powerState = 3
  },
}

export const unpause: ServerTransition = {
  name: 'unpause',
  timing: 'pause',
  stages: [{ task: 'unpausing', share: 1 }],
  complete: setActive,
}

export const suspend: ServerTransition = {
  name: 'suspend',
  timing: 'suspend',
  stages: [{ task: 'suspending', share: 1 }],
  complete: (_world, server) => {
    server.vmState = 'suspended'
    server.powerState = 4
  },
}

export const resume: ServerTransition = {
  name: 'resume',
  timing: 'suspend',
  stages: [{ task: 'resuming', share: 1 }],
  complete: setActive,
}
