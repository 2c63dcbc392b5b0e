/**
 * POST /servers: what a client may rely on when it hands scripts and files to its server.
 */
import { arranged, describe, test, verifies } from '#harness'
import { fileServer } from '../file-server.ts'
import { refusedAsBad } from '../refusals.ts'
import { richServer } from '../rich-server.ts'

describe('POST /servers, scripts and files', () => {
  test('takes a script in base64', verifies('servers.create.user-data'), async ({ given, compute, draft, must }) => {
    const rich = await richServer({ given, compute, draft })

    must('servers.create.user-data').succeed(rich.mildAnswerTo('userData'))
  })

  test(
    'refuses a script that is not base64',
    verifies('servers.create.user-data-base64', 'status.refused-request'),
    async ({ given, draft, should }) => {
      const refused = await given.attempt(draft.server('script', { user_data: '#!/bin/sh\necho this is not base64!' }))

      should('servers.create.user-data-base64').refuse(refused)
      should('status.refused-request').see(refused, refusedAsBad)
    },
  )

  test(
    'takes a script of 65532 encoded characters and none of 65536',
    verifies('servers.create.user-data-limit'),
    async ({ given, compute, draft, should }) => {
      const rich = await richServer({ given, compute, draft })
      const refused = await given.attempt(draft.server('script', { user_data: 'QUJD'.repeat(16_384) }))

      if (rich.mildAnswerTo('userData').succeeded)
        should('servers.create.user-data-limit').succeed(rich.answerTo('userData'))
      should('servers.create.user-data-limit').refuse(refused)
    },
  )

  test(
    'takes files, whatever the key of their contents is called',
    verifies('servers.create.personality'),
    async ({ given, compute, draft, must }) => {
      const { key, created, refusal } = await fileServer({ given, compute, draft })

      arranged(created.succeeded ? created : undefined, 'Not even a server without files can be created.')
      must('servers.create.personality').succeed(refusal ?? created)
      must('servers.create.personality').fulfilled(key)
    },
  )

  test(
    'refuses a file that is not base64',
    verifies('servers.create.personality-base64'),
    async ({ given, compute, draft, must }) => {
      const { key } = await fileServer({ given, compute, draft })
      const known = arranged(key, 'The target takes no files.')
      const personality = [{ path: '/etc/conformance', [known]: 'this is not base64!' }]

      const refused = await given.attempt(draft.server('file', { personality }))

      must('servers.create.personality-base64').refuse(refused)
    },
  )
})
