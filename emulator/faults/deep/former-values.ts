import type { Json } from '../../server/response.ts'
import { flavorFilter, nameFilter } from '../../services/compute/servers/filters.ts'
import { applyServerUpdate } from '../../services/compute/servers/update-server.ts'
import type { Server } from '../../state/servers.ts'
import { beginTransition } from '../../transitions/transition.ts'
import { type Defect, defineStatefulFault } from '../define-fault.ts'
import { changed, isObject } from '../edits.ts'
import { isListWith } from '../servers/list-filters.ts'
import type { ServerListOperation } from '../servers/lists.ts'
import { completedWith, inDetail } from './conditions.ts'

/** Resets the name of a renamed server to that of its creation at the end of a stop. */
function firstNameAfterStop(): readonly Defect[] {
  const names = new Map<string, string>()
  return [
    completedWith('create', (_cloud, { id, name }) => void names.set(id, name)),
    completedWith('stop', (_cloud, server) => {
      server.name = names.get(server.id) ?? server.name
    }),
  ]
}

/** Lets a list also find a renamed server by its previous name, until it is renamed again. */
const findsPreviousName = (list: ServerListOperation) => (): readonly Defect[] => {
  const names = new Map<string, string>()
  return [
    applyServerUpdate.observe((_call, { id, name }, update) => {
      if (update.name !== undefined) names.set(id, name)
    }),
    nameFilter.overrideWhen(isListWith(list, 'name'), (original, call) => {
      const matches = original(call)
      return (server) => matches(server) || matches({ ...server, name: names.get(server.id) ?? server.name })
    }),
  ]
}

/** Lets a list also find a resized server by its previous flavor. */
const findsPreviousFlavor = (list: ServerListOperation) => (): readonly Defect[] => {
  const flavors = new Map<string, Server['flavor']>()
  return [
    beginTransition.observe((_cloud, { id, flavor }, { name }) => {
      if (name === 'resize') flavors.set(id, flavor)
    }),
    flavorFilter.overrideWhen(isListWith(list, 'flavor'), (original, call) => {
      const matches = original(call)
      return (server) => matches(server) || matches({ ...server, flavor: flavors.get(server.id) ?? server.flavor })
    }),
  ]
}

const withId = (flavor: Json | undefined, id: string): Json => (isObject(flavor) ? { ...flavor, id } : null)

/** Faults in which former values of a server have an effect. */
export const formerValueFaults = [
  defineStatefulFault(
    'deep-stopped-with-first-name',
    'servers.update.renames',
    'After a stop, a renamed server has its first name again.',
    firstNameAfterStop,
  ),
  defineStatefulFault(
    'deep-list-finds-previous-name',
    'servers.list.name',
    'servers.list finds a renamed server by its previous name, too.',
    findsPreviousName('servers.list'),
  ),
  defineStatefulFault(
    'deep-detail-finds-previous-name',
    'servers.detail.name',
    'servers.detail finds a renamed server by its previous name, too.',
    findsPreviousName('servers.detail'),
  ),
  defineStatefulFault(
    'deep-list-finds-previous-flavor',
    'servers.list.flavor',
    'servers.list finds a resized server by its previous flavor, too.',
    findsPreviousFlavor('servers.list'),
  ),
  defineStatefulFault(
    'deep-detail-finds-previous-flavor',
    'servers.detail.flavor',
    'servers.detail finds a resized server by its previous flavor, too.',
    findsPreviousFlavor('servers.detail'),
  ),
  defineStatefulFault(
    'deep-detail-with-previous-flavor',
    'servers.show.equals-detail',
    'servers.detail shows a resized server with its previous flavor.',
    () => {
      const flavors = new Map<Json | undefined, string>()
      return [
        beginTransition.observe((_cloud, { id, flavor }, { name }) => {
          if (name === 'resize') flavors.set(id, flavor.id)
        }),
        inDetail((server) => {
          const id = flavors.get(server['id'])
          const isAtRest = (server['OS-EXT-STS:task_state'] ?? null) === null
          return id !== undefined && isAtRest ? changed('flavor', (flavor) => withId(flavor, id))(server) : server
        }),
      ]
    },
  ),
]
