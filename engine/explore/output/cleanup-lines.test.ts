import { expect, test } from 'vitest'
import type { Exchange } from '#model'
import { cleanupLines } from './cleanup-lines.ts'
import { ShellVariables } from './shell-text.ts'
import { Transcript } from './transcript.ts'

const exchange: Exchange = {
  ...{ index: 0, phase: 'act', method: 'POST', url: 'http://c.example/v2/t/servers', requestHeaders: {} },
  ...{ status: 202, headers: {}, startedAt: 0, ms: 1 },
}

const target = (services: Readonly<Record<string, string>>) => ({
  ...{ computeUrl: 'http://c.example/v2', tenant: 't', tenantInPath: true },
  services,
})

function transcriptWithImage(): Transcript {
  const transcript = new Transcript()
  transcript.request(exchange, { variable: 'SERVER_1', value: 'id-1', filter: '.server.id' })
  transcript.request(exchange)
  transcript.bind({ variable: 'IMAGE_1', value: 'id-2' })
  return transcript
}

test('servers are deleted before the images that were made of them', () => {
  const lines = cleanupLines(transcriptWithImage(), target({ image: 'http://i.example' }), new ShellVariables())
  expect(lines).toEqual([
    'curl -sS -o /dev/null -X DELETE "$COMPUTE/servers/$SERVER_1" -H "X-Auth-Token: $OS_TOKEN"',
    'until_is deleted server_status "$SERVER_1"',
    'curl -sS -o /dev/null -X DELETE "$IMAGES/$IMAGE_1" -H "X-Auth-Token: $OS_TOKEN"',
  ])
})

test('images are left where the image service is unknown', () => {
  const lines = cleanupLines(transcriptWithImage(), target({}), new ShellVariables())
  expect(lines.filter((line) => line.includes('IMAGE'))).toEqual([])
})
