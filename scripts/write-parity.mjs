/** Writes docs/parity.md out of the built emulator; `--check` only says whether it is up to date. */
import { readFileSync, writeFileSync } from 'node:fs'
import { renderParity } from '../dist/emulator/index.js'

const file = new URL('../docs/parity.md', import.meta.url)
const wanted = renderParity()

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== wanted) {
    console.error('docs/parity.md is out of date: npm run parity')
    process.exitCode = 1
  }
} else {
  writeFileSync(file, wanted)
}
