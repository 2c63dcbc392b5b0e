/**
 * POST /servers: what a client may rely on when it hands scripts and files to its server.
 */
import { assume, assumeDefined, describe, test, verifies } from '#harness'
import { allFieldsServer } from '../scenarios/all-fields-server.ts'
import { fileInjectionServer } from '../scenarios/file-injection-server.ts'
import { rejectedAsBadRequest } from '../support/rejection-status.ts'

describe('POST /servers, scripts and files', () => {
  test('takes a script in base64', verifies('servers.create.user-data'), async ({ given, compute, build, verify }) => {
    const rich = await allFieldsServer({ given, compute, build })

    verify('servers.create.user-data').isSuccess(rich.mildAnswerTo('userData'))
  })

  test(
    'refuses a script that is not base64',
    verifies('servers.create.user-data-base64', 'status.refused-request'),
    async ({ given, build, verify }) => {
      const refused = await given.tryCreateServer(
        build.server('script', { user_data: '#!/bin/sh\necho this is not base64!' }),
      )

      verify.soft('servers.create.user-data-base64').isRejected(refused)
      verify.soft('status.refused-request').matches(refused, rejectedAsBadRequest)
    },
  )

  test(
    'takes a script of 65532 encoded characters and none of 65536',
    verifies('servers.create.user-data-limit'),
    async ({ given, compute, build, verify }) => {
      const rich = await allFieldsServer({ given, compute, build })
      const refused = await given.tryCreateServer(build.server('script', { user_data: 'QUJD'.repeat(16_384) }))

      if (rich.mildAnswerTo('userData').isSuccess)
        verify.soft('servers.create.user-data-limit').isSuccess(rich.answerTo('userData'))
      verify.soft('servers.create.user-data-limit').isRejected(refused)
    },
  )

  test(
    'takes files, whatever the key of their contents is called',
    verifies('servers.create.personality'),
    async ({ given, compute, build, verify }) => {
      const { key, created, refusal } = await fileInjectionServer({ given, compute, build })

      assume(created.isSuccess, 'Not even a server without files can be created.')
      verify('servers.create.personality').isSuccess(refusal ?? created)
      verify('servers.create.personality').pass(key)
    },
  )

  test(
    'refuses a file that is not base64',
    verifies('servers.create.personality-base64'),
    async ({ given, compute, build, verify }) => {
      const { key } = await fileInjectionServer({ given, compute, build })
      const known = assumeDefined(key, 'The target takes no files.')
      const personality = [{ path: '/etc/conformance', [known]: 'this is not base64!' }]

      const refused = await given.tryCreateServer(build.server('file', { personality }))

      verify('servers.create.personality-base64').isRejected(refused)
    },
  )
})
