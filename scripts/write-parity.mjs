/** Writes docs/parity.md from the built emulator; with `--check`, only checks whether the file is up to date. */
import { readFileSync, writeFileSync } from 'node:fs'
import { renderParity } from '../dist/emulator/index.js'

const file = new URL('../docs/parity.md', import.meta.url)
const markdown = renderParity()

if (!process.argv.includes('--check')) {
  writeFileSync(file, markdown)
} else if (readFileSync(file, 'utf8') !== markdown) {
  console.error('docs/parity.md is out of date: run `npm run parity` and commit it.')
  process.exitCode = 1
}
