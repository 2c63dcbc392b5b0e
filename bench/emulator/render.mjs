/** Renders the figures of a run as Markdown. */
import { availableParallelism, cpus, loadavg } from 'node:os'

export const formatInteger = (value) => (value === undefined ? '–' : Math.round(value).toLocaleString('en'))
export const formatDecimal = (value) => (value === undefined ? '–' : value.toFixed(2))

export function table(headings, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n')
}

function rateTable(names, rows) {
  const others = names.filter((name) => name !== 'emulator')
  return table(
    ['requests/s', ...names, ...others.map((name) => `emulator : ${name}`)],
    rows.map(({ name, figures }) => [
      name,
      ...names.map((target) => formatInteger(figures[target]?.rate)),
      ...others.map((target) => formatDecimal(figures[target] && figures.emulator.rate / figures[target].rate)),
    ]),
  )
}

function processorTable(names, rows) {
  return table(
    ['µs of processor time per request', ...names],
    rows.map(({ name, figures }) => [name, ...names.map((target) => formatInteger(figures[target]?.micros))]),
  )
}

function footprintTable(start, startWithState, { servers, memoryEmpty, memoryFull }) {
  return table(
    ['', ''],
    [
      ['from spawning the process to its first response', `${formatInteger(start.elapsed)} ms`],
      ['processor time until then', `${formatInteger(start.processor)} ms`],
      [
        'first response with --state',
        `${formatInteger(startWithState.elapsed)} ms, processor time ${formatInteger(startWithState.processor)} ms`,
      ],
      ['memory without servers', `${formatInteger(memoryEmpty)} MB`],
      [`memory with ${formatInteger(servers)} servers`, `${formatInteger(memoryFull)} MB`],
    ],
  )
}

function pageTable({ servers, pages }) {
  return table(
    [`a page of ${formatInteger(servers)} servers`, 'first', 'middle', 'last', 'last : first'],
    Object.entries(pages).map(([path, { first, middle, last }]) => [
      `${path}?limit=100`,
      ...[first, middle, last].map((time) => `${formatDecimal(time)} ms`),
      formatDecimal(last / first),
    ]),
  )
}

export const machine = () =>
  `${availableParallelism()} cores (${cpus()[0]?.model.trim()}), Node ${process.version}, ${process.platform}`

/** Renders the whole page. */
export function render({ names, rows, start, startWithState, manyServers, connections, seconds, rounds }) {
  return [
    '# Performance of the emulator',
    '',
    `Written by \`npm run bench\`: ${machine()}. ${connections} connections, medians of ${rounds} interleaved rounds of ${seconds} s.`,
    'The load generator and each server are separate processes. If other programs use the cores too, processor time says more than rates, and',
    'the load generator may limit the rate of the fastest server. The bare server writes the same bytes as the emulator without any other',
    'work. Prism responds with the examples in `openapi/`: its list has one server, and it does not store what is created.',
    `Load average when this was written: ${loadavg()[0]?.toFixed(1)}.`,
    '',
    rateTable(names, rows),
    '',
    processorTable(names, rows),
    '',
    footprintTable(start, startWithState, manyServers),
    '',
    pageTable(manyServers),
    '',
  ].join('\n')
}
