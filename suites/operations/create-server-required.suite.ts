/**
 * POST /servers: what a client may rely on when it leaves out what is required.
 */
import { describe, test, verifies } from '#harness'
import { rejectedAsBadRequest } from '../support/rejection-status.ts'

describe('POST /servers, what is required', () => {
  test(
    'makes nothing of a body without the object server',
    verifies('servers.create.server-required', 'status.refused-request'),
    async ({ given, draft, budget, should }) => {
      const { server } = draft.server('unwrapped')
      for (const body of [{}, { instance: server }, { server: null }, { server: [] }]) {
        const answer = await given.tryCreateServer(body)

        await should('servers.create.server-required').isRejectedOrFails(answer, budget.create)
        should('status.refused-request').matches(answer, rejectedAsBadRequest)
      }
    },
  )

  test(
    'makes nothing of a request without a name',
    verifies('servers.create.name-required', 'status.refused-request'),
    async ({ given, draft, budget, should }) => {
      for (const name of [undefined, null]) {
        const answer = await given.tryCreateServer(draft.server('nameless', { name }))

        should('status.refused-request').matches(answer, rejectedAsBadRequest)
        await should('servers.create.name-required').isRejectedOrFails(answer, budget.create)
      }
    },
  )

  test(
    'makes nothing of a request without a flavor',
    verifies('servers.create.flavor-required', 'status.refused-request'),
    async ({ given, draft, budget, should }) => {
      for (const flavorRef of [undefined, null, '']) {
        const answer = await given.tryCreateServer(draft.server('no-flavor', { flavorRef }))

        should('status.refused-request').matches(answer, rejectedAsBadRequest)
        await should('servers.create.flavor-required').isRejectedOrFails(answer, budget.create)
      }
    },
  )

  test(
    'makes nothing of a request that names no image in any way',
    verifies('servers.create.image-required', 'status.refused-request'),
    async ({ given, draft, budget, has, should }) => {
      const change = { imageRef: undefined, block_device_mapping_v2: undefined }
      const drafts = [draft.server('no-image', change)]
      // Only a flavor with a disk of its own shows whether it is the image that is missed, and not the block device.
      if (has('localFlavor')) drafts.push(draft.server('no-image', change, 'local'))

      for (const body of drafts) {
        const answer = await given.tryCreateServer(body)

        should('status.refused-request').matches(answer, rejectedAsBadRequest)
        await should('servers.create.image-required').isRejectedOrFails(answer, budget.create)
      }
    },
  )

  test(
    'makes nothing of a request without networks',
    verifies('servers.create.networks-required'),
    async ({ given, draft, budget, must }) => {
      const answer = await given.tryCreateServer(draft.server('offline', { networks: undefined }))

      await must('servers.create.networks-required').isRejectedOrFails(answer, budget.create)
    },
  )

  test(
    'refuses an object in place of the list of networks',
    verifies('servers.create.networks-array'),
    async ({ given, draft, resources, must }) => {
      const networks = { uuid: resources.network }
      const answer = await given.tryCreateServer(draft.server('networks', { networks }))

      must('servers.create.networks-array').isRejected(answer)
    },
  )

  test.for([
    ['a name that is a number', { name: 5 }],
    ['an empty name', { name: '' }],
    ['a network whose id is none', { networks: [{ uuid: 'not-a-uuid' }] }],
    ['metadata that is a string', { metadata: 'purpose' }],
    ['metadata whose value is a number', { metadata: { purpose: 1 } }],
    ['a disk configuration that does not exist', { 'OS-DCF:diskConfig': 'SOMETIMES' }],
    ['a count of nothing', { min_count: 0, max_count: 0 }],
    ['a count that is a word', { min_count: 'some', max_count: 'many' }],
  ] as const)(
    'refuses %s',
    verifies('servers.create.foreign-values-refused'),
    async ([, change], { given, draft, must }) => {
      const answer = await given.tryCreateServer(draft.server('foreign', change))

      must('servers.create.foreign-values-refused').hasListedStatus(answer)
    },
  )
})
