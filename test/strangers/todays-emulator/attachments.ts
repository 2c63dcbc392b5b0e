/** Block storage attached to an instance, and its metadata. */
import { numberIn } from './catalogue.ts'
import type { Clock } from './clock.ts'
import { metadataIn } from './create-request.ts'
import { objectIn, type Route, refuse, textIn } from './http.ts'
import { idle, instanceOf } from './instances.ts'
import { type Attachment, type Instance, now, type Store } from './store.ts'

const describe = ({ id }: Instance, { device, volume }: Attachment) => ({
  volumeId: volume.id,
  serverId: id,
  id: volume.id,
  device,
})

export function attachmentRoutes(root: string, store: Store, clock: Clock): readonly Route[] {
  const path = `${root}/servers/{}/os-volume_attachments`
  const found = (id = '', volumeId = '') => {
    const instance = instanceOf(store, id)
    return { instance, attachment: instance.attachments.get(volumeId) ?? refuse(404, 'No such attachment') }
  }
  return [
    [
      'GET',
      path,
      ({ params: [id], query }) => {
        const instance = instanceOf(store, id)
        const [limit, offset] = [numberIn(query, 'limit') ?? 100, numberIn(query, 'offset') ?? 0]
        const page = [...instance.attachments.values()].slice(offset, offset + limit)
        return { status: 200, body: { volumeAttachments: page.map((each) => describe(instance, each)) } }
      },
    ],
    [
      'GET',
      `${path}/{}`,
      ({ params: [id, volumeId] }) => {
        const { instance, attachment } = found(id, volumeId)
        return { status: 200, body: { volumeAttachment: describe(instance, attachment) } }
      },
    ],
    [
      'POST',
      path,
      ({ params: [id], body }) => {
        const instance = instanceOf(store, id)
        const volume =
          store.volumes.get(textIn(objectIn(body, 'volumeAttachment'), 'volumeId')) ?? refuse(404, 'No such volume')
        if (!['ACTIVE', 'SHUTOFF'].includes(idle(instance).status)) refuse(409, `Not while ${instance.status}`)
        if (volume.status !== 'available') refuse(409, 'The volume is in use')
        if (volume.zone !== instance.zone) refuse(400, 'The volume is in another zone')
        const used = [...instance.attachments.values()].map(({ device }) => device)
        const device = [...'bcdefghij'].map((letter) => `/dev/vd${letter}`).find((each) => !used.includes(each)) ?? ''
        volume.status = 'attaching'
        clock.after(0.4, () => {
          volume.status = 'in-use'
          instance.attachments.set(volume.id, { device, volume, isKept: true })
        })
        return { status: 200, body: { volumeAttachment: describe(instance, { device, volume, isKept: true }) } }
      },
    ],
    [
      'DELETE',
      `${path}/{}`,
      ({ params: [id, volumeId] }) => {
        const { instance, attachment } = found(id, volumeId)
        const { volume } = attachment
        idle(instance)
        if (volume.status !== 'in-use') return refuse(409, 'The volume is being detached')
        volume.status = 'detaching'
        clock.after(0.5, () => {
          volume.status = 'available'
          instance.attachments.delete(volume.id)
        })
        return { status: 202 }
      },
    ],
  ]
}

export function metadataRoutes(root: string, store: Store): readonly Route[] {
  const path = `${root}/servers/{}/metadata`
  const pairValue = ({ metadata }: Instance, key = ''): string => metadata.get(key) ?? refuse(404, 'No such key')
  return [
    [
      'GET',
      path,
      ({ params: [id] }) => ({ status: 200, body: { metadata: Object.fromEntries(instanceOf(store, id).metadata) } }),
    ],
    [
      'GET',
      `${path}/{}`,
      ({ params: [id, key = ''] }) => ({
        status: 200,
        body: { meta: { [key]: pairValue(instanceOf(store, id), key) } },
      }),
    ],
    [
      'PUT',
      `${path}/{}`,
      ({ params: [id, key = ''], body }) => {
        const instance = instanceOf(store, id)
        const pairs = metadataIn(objectIn(body, 'meta'))
        if (pairs.length !== 1 || pairs[0]?.[0] !== key) return refuse(400, `The request has to carry "${key}" alone`)
        if (!['ACTIVE', 'SHUTOFF'].includes(idle(instance).status)) refuse(409, `Not while ${instance.status}`)
        instance.metadata.set(key, pairs[0][1])
        instance.updated = now()
        return { status: 201, body: { meta: Object.fromEntries(pairs) } }
      },
    ],
    [
      'DELETE',
      `${path}/{}`,
      ({ params: [id, key = ''] }) => {
        const instance = instanceOf(store, id)
        pairValue(instance, key)
        idle(instance).metadata.delete(key)
        return { status: 202 }
      },
    ],
  ]
}
