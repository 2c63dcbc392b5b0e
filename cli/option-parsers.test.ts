import { InvalidArgumentError } from 'commander'
import { expect, test } from 'vitest'
import {
  duration,
  portNumber,
  positiveInteger,
  positiveNumber,
  reportRequests,
  runId,
  shard,
} from './option-parsers.ts'

test.for<[(text: string) => unknown, string, unknown]>([
  [positiveInteger, '3', 3],
  [positiveNumber, '0.5', 0.5],
  [duration, '1.5m', 90_000],
  [portNumber, '0', 0],
  [portNumber, '65535', 65_535],
  [shard, '2/3', { index: 2, count: 3 }],
  [runId, '3f9c01ab', '3f9c01ab'],
  [reportRequests, 'junit', [{ format: 'junit' }]],
  [reportRequests, 'json=a=b.json', [{ format: 'json', path: 'a=b.json' }]],
])('%o accepts %s', ([parse, text, value]) => {
  expect(parse(text)).toEqual(value)
})

test.for<[(text: string) => unknown, readonly string[], RegExp]>([
  [positiveInteger, ['0', '-1', '1.5', 'x', ''], /whole number from 1 up/],
  [positiveNumber, ['0', '-1', 'x', 'Infinity', ''], /number above 0/],
  [duration, ['', '10', '0s', 'x', '-1s'], /duration such as 90s or 2m/],
  [portNumber, ['-1', '65536', 'x'], /port from 0 to 65535/],
  [portNumber, ['', ' '], /it is empty/],
  [shard, ['0/1', '2/1', '1', '1/0', 'a/b', ''], /I\/N with I from 1 to N/],
  [runId, ['', '*', '../x', 'a-b', '.*', 'ABC'], /the id of a run/],
  [reportRequests, ['pdf', 'json=', '', 'toString'], /formats are console, json, html, junit, markdown/],
])('%o rejects %j with what it expects', ([parse, texts, message]) => {
  for (const text of texts) {
    expect(() => parse(text)).toThrow(InvalidArgumentError)
    expect(() => parse(text)).toThrow(message)
  }
})
