import { expect, test } from 'vitest'
import { cleanupCommandLine } from './cleanup-command-line.ts'

test('the cleanup command names the target as the run did, quoted for a shell and without the token', () => {
  const options = { config: "it's.yaml", osCloud: 'nhn', insecure: true, token: 'geheim', maxServers: 2 }
  expect(cleanupCommandLine('a1', 'out dir', options)).toBe(
    "compute-conformance cleanup --out 'out dir' --run a1 --config 'it'\\''s.yaml' --os-cloud nhn --insecure",
  )
})
