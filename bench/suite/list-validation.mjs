/** Validates the detailed list of 100 servers as every run does, and with the same schemas in Ajv alone. */
import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { validateResponse } from '#contract'

const pointer = 'description#/components/responses/ServerDetailList/content/application~1json/schema'

/** @param server one server of a detailed list */
function hundredServers(server) {
  const servers = Array.from({ length: 100 }, (_, index) => ({ ...server, name: `server-${index}` }))
  return JSON.stringify({ servers })
}

function bareValidator() {
  const description = JSON.parse(readFileSync(new URL('../../generated/openapi.json', import.meta.url), 'utf8'))
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true })
  addFormats.default(ajv)
  ajv.addSchema({ $id: 'description', ...description })
  return ajv.compile({ $ref: pointer })
}

function millisecondsPerCall(call) {
  for (let count = 0; count < 50; count++) call()
  const began = performance.now()
  for (let count = 0; count < 200; count++) call()
  return (performance.now() - began) / 200
}

/** @returns milliseconds per list: `ours` with everything a run records, `theirs` the verdict of Ajv alone; both parse the text */
export function measureListValidation(exchange) {
  const text = hundredServers(JSON.parse(exchange.body).servers[0])
  const validate = bareValidator()
  const { operation, status } = exchange
  // Validation is by both editions; only one of them has this header.
  const headers = { 'x-compute-request-id': 'req-benchmark', ...exchange.headers }
  const bare = () => {
    if (!validate(JSON.parse(text))) throw new Error(`Ajv rejects the list: ${JSON.stringify(validate.errors?.[0])}`)
  }
  const own = () => {
    const { violations } = validateResponse({ operation, status, headers, text })
    if (violations.length > 0) throw new Error(`The list violates ${JSON.stringify(violations[0])}`)
  }
  return { ours: millisecondsPerCall(own), theirs: millisecondsPerCall(bare) }
}
