/**
 * POST /servers: user data and injected files.
 */
import { assumeDefined, assumeSuccess, describe, probes, test, verifies } from '#harness'
import { allFieldsServer } from '../scenarios/all-fields-server.ts'
import { fileInjectionServer } from '../scenarios/file-injection-server.ts'
import { rejectedAsBadRequest } from '../support/rejections.ts'

describe('POST /servers, user data and files', () => {
  test(
    'accepts user_data in base64',
    verifies('servers.create.user-data'),
    async ({ given, compute, build, verify }) => {
      const allFields = await allFieldsServer({ given, compute, build })

      verify('servers.create.user-data').isSuccess(allFields.typicalResponseFor('userData'))
    },
  )

  test(
    'rejects user_data that is not base64',
    probes('servers.create.user-data-base64', 'status.refused-request'),
    async ({ given, build, verify }) => {
      // As long as base64 could be: a target must look at the characters, too.
      const body = build.server('script', { user_data: '#!/bin/sh\nuptime && whoami!\n' })
      const rejected = await given.tryCreateServer(body)

      verify.soft('servers.create.user-data-base64').isRejected(rejected)
      verify.soft('status.refused-request').isDenied(rejected, rejectedAsBadRequest)
    },
  )

  test(
    'accepts user_data of 65532 characters and rejects 65536, encoded or decoded',
    probes('servers.create.user-data-limit'),
    async ({ given, compute, build, verify }) => {
      const allFields = await allFieldsServer({ given, compute, build })
      const request = (groups: number) =>
        given.tryCreateServer(build.server('script', { user_data: 'QUJD'.repeat(groups) }))
      const encoded = await request(16_384)
      // Three characters of a script become four encoded ones.
      const rejected = encoded.isSuccess ? await request(21_846) : encoded
      // A target that accepts more than 65535 encoded characters limits the script, and accepts one of 65535.
      const longest = encoded.isSuccess && !rejected.isSuccess ? await request(21_845) : undefined

      if (allFields.typicalResponseFor('userData').isSuccess)
        verify.soft('servers.create.user-data-limit').isSuccess(allFields.responseFor('userData'))
      verify.soft('servers.create.user-data-limit').isRejected(rejected)
      if (longest) verify.soft('servers.create.user-data-limit').isSuccess(longest)
      if (!rejected.isSuccess)
        verify.soft('servers.create.user-data-limit').pass(encoded.isSuccess ? 'decoded' : 'encoded')
    },
  )

  test(
    'accepts files with contents in either spelling of the property',
    verifies('servers.create.personality'),
    async ({ given, compute, build, verify }) => {
      const { contentKey, created, rejection } = await fileInjectionServer({ given, compute, build })

      assumeSuccess(created, 'A server without files cannot be created either.', 'servers.create.answers')
      verify('servers.create.personality').isSuccess(rejection ?? created)
      verify('servers.create.personality').pass(contentKey)
    },
  )

  test(
    'rejects a file that is not base64',
    probes('servers.create.personality-base64'),
    async ({ given, compute, build, verify }) => {
      const { contentKey } = await fileInjectionServer({ given, compute, build })
      const key = assumeDefined(contentKey, 'The target accepts no files.', 'servers.create.personality')
      const personality = [{ path: '/etc/conformance', [key]: 'uptime\nwhoami && id!' }]

      const rejected = await given.tryCreateServer(build.server('file', { personality }))

      verify('servers.create.personality-base64').isRejected(rejected)
    },
  )
})
