import { expect, onTestFinished, test } from 'vitest'
import { type Spoil, stage } from './stage.ts'
import { trial } from './trial.ts'

test('try', async () => {
  const target = await stage()
  onTestFinished(() => target.close())
  const result = await trial(target.config, { only: ['keypairs.list.*'] })
  console.log(result.code, result.seconds, result.megabytes, result.stdout, result.stderr, Object.keys(result.files), target.calls.length)
}, 200_000)
