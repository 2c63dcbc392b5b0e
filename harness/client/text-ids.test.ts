import { expect, test } from 'vitest'
import { withTextIds } from './text-ids.ts'

test('withTextIds turns the ids of servers, flavors, images and volumes into texts, and leaves everything else', () => {
  const flavor = { id: 2, links: [], vcpus: 1 }
  const volumes = [{ id: 7 }, { id: 'seven' }]
  expect(withTextIds({ servers: [{ id: 51, name: 'web', progress: 0, flavor, volumes, image: '' }] })).toEqual({
    servers: [
      {
        id: '51',
        name: 'web',
        progress: 0,
        flavor: { ...flavor, id: '2' },
        volumes: [{ id: '7' }, volumes[1]],
        image: '',
      },
    ],
  })
  expect(withTextIds({ volumeAttachment: { id: 7, serverId: 51, volumeId: 7, device: null } })).toEqual({
    volumeAttachment: { id: '7', serverId: '51', volumeId: '7', device: null },
  })
})

test('withTextIds leaves the id of a keypair a number, as the document has it', () => {
  const keypairs = { keypairs: [{ keypair: { id: 51, name: 'key' } }] }
  expect(withTextIds(keypairs)).toEqual(keypairs)
})
