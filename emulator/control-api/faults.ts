import { parseFaultRule } from '../fault-injection/parse-request-fault.ts'
import type { FaultRule } from '../fault-injection/request-fault-rules.ts'
import { type Fault, faults } from '../faults/index.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { rejectInvalid } from './input.ts'
import { type ControlCall, ControlError, type ControlRoute } from './route.ts'

/** Returns the enabled faults: `named` ones, and `generic` ones, which are fault rules with the number of requests they matched. */
function present({ faults: activeFaults, faultRules }: CloudState) {
  const isEnabled = ({ name }: Fault) => activeFaults.enabledNames.includes(name)
  return {
    named: faults.filter(isEnabled),
    generic: faultRules.entries().map(({ injection, met }) => ({ ...injection, met })),
  }
}

/** Enables the named fault, or for any other name adds the fault rule in the body. */
function enableFault({ emulator, body, param }: ControlCall) {
  const { state } = emulator
  const name = param('name')
  const isNamed = faults.some((fault) => fault.name === name)
  if (isNamed && body !== undefined) {
    throw new ControlError(400, `${name} is a named fault: enable it without a body.`)
  }
  if (isNamed) state.faults.enable([...state.faults.enabledNames, name])
  else state.faultRules.put(readRule(name, body))
  return present(state)
}

/** Reads the fault rule in the body. @throws ControlError 400 */
function readRule(name: string, body: unknown): FaultRule {
  if (body === undefined) {
    throw new ControlError(
      400,
      `There is no fault named ${name}; a generic fault needs a body, such as {"operation": "servers.show", "status": 503}.`,
    )
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new ControlError(400, 'fault: expected an object.')
  }
  return rejectInvalid(() => parseFaultRule({ ...body, name }))
}

function disableFault({ emulator, param }: ControlCall) {
  const { faults: activeFaults, faultRules } = emulator.state
  const name = param('name')
  const enabled = activeFaults.enabledNames
  if (enabled.includes(name)) activeFaults.enable(enabled.filter((other) => other !== name))
  else if (!faultRules.remove(name)) throw new ControlError(404, `The fault ${name} is not enabled.`)
  return present(emulator.state)
}

function disableAll({ emulator }: ControlCall) {
  emulator.control.clearFaults()
  return present(emulator.state)
}

export const faultRoutes: readonly ControlRoute[] = [
  { method: 'GET', path: '/faults', handle: ({ emulator }) => present(emulator.state) },
  { method: 'DELETE', path: '/faults', handle: disableAll },
  { method: 'GET', path: '/faults/catalog', handle: () => ({ faults }) },
  { method: 'PUT', path: '/faults/:name', handle: enableFault },
  { method: 'DELETE', path: '/faults/:name', handle: disableFault },
]
