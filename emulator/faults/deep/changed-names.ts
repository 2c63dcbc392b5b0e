import type { Override } from '../../fault-injection/overrides.ts'
import { applyServerUpdate, readServerUpdate } from '../../services/compute/servers/update-server.ts'
import { defineFault, defineStatefulFault } from '../define-fault.ts'

const changeNewName = (change: (name: string) => string): Override =>
  readServerUpdate.override((original, call) => {
    const update = original(call)
    return { ...update, name: update.name === undefined ? undefined : change(update.name) }
  })

/** Faults in which an update changes too much or too little, depending on the name of the server or of another one. */
export const changedNameFaults = [
  defineStatefulFault(
    'deep-rename-back-ignored',
    'servers.update.renames',
    'An update that gives a server a name that it had before is accepted but has no effect.',
    () => {
      const names = new Map<string, Set<string>>()
      return [
        applyServerUpdate.override((original, call, server, update) => {
          const former = names.get(server.id) ?? new Set()
          const isBack = update.name !== undefined && update.name !== server.name && former.has(update.name)
          names.set(server.id, former.add(server.name))
          original(call, server, isBack ? { ...update, name: undefined } : update)
        }),
      ]
    },
  ),
  defineFault(
    'deep-new-name-cut',
    'servers.update.renames',
    'Only the first 200 characters of a new name are stored.',
    changeNewName((name) => name.slice(0, 200)),
  ),
  defineFault(
    'deep-new-name-decoded',
    'servers.update.renames',
    'A percent sign and two digits in a new name are replaced by the character that they stand for in a URL.',
    changeNewName((name) =>
      name.replace(/%[0-9a-f]{2}/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16))),
    ),
  ),
  defineFault(
    'deep-rename-of-longer-names',
    'servers.update.renames',
    'An update of the name also renames all servers whose names begin with the former one.',
    applyServerUpdate.override((original, call, server, update) => {
      const former = server.name
      original(call, server, update)
      const { name } = update
      if (name === undefined || former.length < 12) return
      for (const other of call.cloud.servers.of(server.tenantId))
        if (other.id !== server.id && other.name.startsWith(former)) other.name = name
    }),
  ),
]
