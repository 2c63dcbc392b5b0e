/** What a filter of the lists of servers compares: in a create request, and in the description of a server; and the request that changes it. */
export const filteredAttributes = {
  name: { requested: 'name', shown: 'name', changedBy: 'updateServer' },
  flavor: { requested: 'flavorRef', shown: 'flavor/id', changedBy: 'actOnServer resize' },
  image: { requested: 'imageRef', shown: 'image/id', changedBy: 'actOnServer unshelve' },
} as const
