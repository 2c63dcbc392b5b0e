import { expect, test } from 'vitest'
import { redact, registeredSecrets, registerSecrets } from './secret-registry.ts'

test('redacts registered secrets in any form', () => {
  registerSecrets('open-sesame-42', undefined, '')
  expect(registeredSecrets()).toContain('open-sesame-42')
  expect(redact('the password open-sesame-42 is wrong')).toBe('the password (removed) is wrong')
  expect(redact(Buffer.from('ada:open-sesame-42').toString('base64'))).toContain('(removed)')
  expect(redact('%6fpen-sesame-42')).toBe('(removed)')
})
