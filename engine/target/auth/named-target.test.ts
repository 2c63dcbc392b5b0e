import { expect, test } from 'vitest'
import { UsageError } from '#engine/errors'
import type { TargetOptions } from '../target-options.ts'
import { hasExplicitTarget, meansEmulator } from './named-target.ts'

test.for<[boolean, TargetOptions, NodeJS.ProcessEnv]>([
  [false, {}, {}],
  [false, {}, { OS_CLOUD: '', OS_TOKEN: 'x' }],
  [true, { target: 'http://h' }, {}],
  [true, { config: 'c.yaml' }, {}],
  [true, { osCloud: 'nhn' }, {}],
  [true, {}, { OS_AUTH_URL: 'http://k' }],
  [true, {}, { OS_ENDPOINT_OVERRIDE: 'http://h', OS_TOKEN: 'x' }],
])('hasExplicitTarget is %s for the options %j and the environment %j', ([expected, options, env]) => {
  expect(hasExplicitTarget(options, env)).toBe(expected)
})

test('without an option or a variable that names a target, the emulator is tested', () => {
  expect(meansEmulator({ profile: 'nova', insecure: false }, { OS_REGION_NAME: 'kr1', OS_TOKEN: '' })).toBe(true)
  expect(meansEmulator({ target: 'http://h', token: 'x' }, { OS_TOKEN: 'x' })).toBe(false)
})

test.for<[string, TargetOptions, NodeJS.ProcessEnv]>([
  ['OS_TOKEN is set', {}, { OS_TOKEN: 'x', OS_AUTH_URL: undefined }],
  ['OS_USERNAME is set', {}, { OS_USERNAME: 'ada', OS_PASSWORD: 'x' }],
  ['OS_AUTH_URL is empty', {}, { OS_AUTH_URL: '', OS_TOKEN: 'x' }],
  ['OS_CLOUD is empty', {}, { OS_CLOUD: '' }],
  ['target is empty', { target: '', token: 'x' }, {}],
  ['token is set', { token: 'x' }, {}],
  ['tenant is set', { tenant: 't' }, {}],
])('what belongs to a target is rejected without one: %s', ([expected, options, env]) => {
  const meant = () => meansEmulator(options, env)
  expect(meant).toThrow(UsageError)
  expect(meant).toThrow(`${expected}, but no target is given`)
})
