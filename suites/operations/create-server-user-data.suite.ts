/**
 * POST /servers: what a client may rely on when it hands scripts and files to its server.
 */
import { assumeDefined, describe, test, verifies } from '#harness'
import { allFieldsServer } from '../scenarios/all-fields-server.ts'
import { fileInjectionServer } from '../scenarios/file-injection-server.ts'
import { rejectedAsBadRequest } from '../support/rejection-status.ts'

describe('POST /servers, scripts and files', () => {
  test('takes a script in base64', verifies('servers.create.user-data'), async ({ given, compute, draft, must }) => {
    const rich = await allFieldsServer({ given, compute, draft })

    must('servers.create.user-data').isSuccess(rich.mildAnswerTo('userData'))
  })

  test(
    'refuses a script that is not base64',
    verifies('servers.create.user-data-base64', 'status.refused-request'),
    async ({ given, draft, should }) => {
      const refused = await given.tryCreateServer(
        draft.server('script', { user_data: '#!/bin/sh\necho this is not base64!' }),
      )

      should('servers.create.user-data-base64').isRejected(refused)
      should('status.refused-request').matches(refused, rejectedAsBadRequest)
    },
  )

  test(
    'takes a script of 65532 encoded characters and none of 65536',
    verifies('servers.create.user-data-limit'),
    async ({ given, compute, draft, should }) => {
      const rich = await allFieldsServer({ given, compute, draft })
      const refused = await given.tryCreateServer(draft.server('script', { user_data: 'QUJD'.repeat(16_384) }))

      if (rich.mildAnswerTo('userData').isSuccess)
        should('servers.create.user-data-limit').isSuccess(rich.answerTo('userData'))
      should('servers.create.user-data-limit').isRejected(refused)
    },
  )

  test(
    'takes files, whatever the key of their contents is called',
    verifies('servers.create.personality'),
    async ({ given, compute, draft, must }) => {
      const { key, created, refusal } = await fileInjectionServer({ given, compute, draft })

      assumeDefined(created.isSuccess ? created : undefined, 'Not even a server without files can be created.')
      must('servers.create.personality').isSuccess(refusal ?? created)
      must('servers.create.personality').pass(key)
    },
  )

  test(
    'refuses a file that is not base64',
    verifies('servers.create.personality-base64'),
    async ({ given, compute, draft, must }) => {
      const { key } = await fileInjectionServer({ given, compute, draft })
      const known = assumeDefined(key, 'The target takes no files.')
      const personality = [{ path: '/etc/conformance', [known]: 'this is not base64!' }]

      const refused = await given.tryCreateServer(draft.server('file', { personality }))

      must('servers.create.personality-base64').isRejected(refused)
    },
  )
})
