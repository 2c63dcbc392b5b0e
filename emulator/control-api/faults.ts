import { parseFaultRule } from '../fault-injection/parse.ts'
import type { FaultRule } from '../fault-injection/rules.ts'
import { type Fault, faults } from '../faults/index.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { refusable } from './body.ts'
import { type ControlCall, ControlError, type ControlRoute } from './route.ts'

function shown({ faults: switchboard, injections }: CloudState) {
  const isOn = ({ name }: Fault) => switchboard.enabledNames.includes(name)
  return {
    named: faults.filter(isOn),
    generic: injections.entries().map(({ injection, met }) => ({ ...injection, met })),
  }
}

/** A name out of the table switches that defect on; any other needs a body that says what is to happen, and to what. */
function switchOn({ emulator, body, param }: ControlCall) {
  const { state } = emulator
  const name = param('name')
  const isNamed = faults.some((fault) => fault.name === name)
  if (isNamed && body !== undefined) {
    throw new ControlError(400, `${name} is a named fault: it is switched on without a body.`)
  }
  if (isNamed) state.faults.enable([...state.faults.enabledNames, name])
  else state.injections.put(readBody(name, body))
  return shown(state)
}

/** @throws ControlError 400 */
function readBody(name: string, body: unknown): FaultRule {
  if (body === undefined) {
    throw new ControlError(
      400,
      `There is no fault named ${name}; a generic one needs a body, such as {"operation": "servers.show", "status": 503}.`,
    )
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new ControlError(400, 'fault: expected an object.')
  }
  return refusable(() => parseFaultRule({ ...body, name }))
}

function switchOff({ emulator, param }: ControlCall) {
  const { faults: switchboard, injections } = emulator.state
  const name = param('name')
  const isOn = switchboard.enabledNames.includes(name)
  if (isOn) switchboard.enable(switchboard.enabledNames.filter((other) => other !== name))
  else if (!injections.remove(name)) throw new ControlError(404, `The fault ${name} is not on.`)
  return shown(emulator.state)
}

function switchAllOff({ emulator }: ControlCall) {
  emulator.state.faults.enable([])
  emulator.state.injections.clear()
  return shown(emulator.state)
}

export const faultRoutes: readonly ControlRoute[] = [
  { method: 'GET', path: '/faults', handle: ({ emulator }) => shown(emulator.state) },
  { method: 'DELETE', path: '/faults', handle: switchAllOff },
  { method: 'GET', path: '/faults/catalog', handle: () => ({ faults }) },
  { method: 'PUT', path: '/faults/:name', handle: switchOn },
  { method: 'DELETE', path: '/faults/:name', handle: switchOff },
]
