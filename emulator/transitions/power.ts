import { setActive, setStopped } from './set-state.ts'
import type { ServerTransition } from './transition.ts'

export const start: ServerTransition = {
  name: 'start',
  timing: 'start',
  stages: [{ task: 'powering-on', share: 1 }],
  complete: setActive,
}

export const stop: ServerTransition = {
  name: 'stop',
  timing: 'stop',
  stages: [{ task: 'powering-off', share: 1 }],
  complete: (cloud, server) => {
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
  complete: setActive,
}

export const hardReboot: ServerTransition = {
  name: 'hardReboot',
  timing: 'rebootHard',
  stages: [
    { task: 'rebooting_hard', share: 0.4 },
    { task: 'reboot_started_hard', share: 0.6 },
  ],
  complete: (cloud, server) => {
    setActive(cloud, server)
    server.fault = undefined
  },
}

export const pause: ServerTransition = {
  name: 'pause',
  timing: 'pause',
  stages: [{ task: 'pausing', share: 1 }],
  complete: (_cloud, server) => {
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
  complete: (_cloud, server) => {
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
