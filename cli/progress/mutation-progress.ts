import { bar, type Stream } from './run-progress.ts'
import type { MutantResult } from '../../engine/mutation/mutation-results.ts'

/** Tells people how far a trial is: a bar on a terminal, a line now and then elsewhere. */
export interface MutationProgress {
  tried(one: MutantResult): void
  again(name: string, left: number): void
  say(line: string): void
  stop(): void
}

/** `every`: milliseconds between lines where there is no terminal. */
export function mutationProgressOn(stream: Stream, faults: number, quiet: boolean, every = 15_000): MutationProgress {
  const live = stream.isTTY === true && !quiet
  let done = 0
  let wrong = 0
  let now = 'starting'
  let last = Date.now()
  const summary = (): string =>
    `${done}/${faults} faults${wrong > 0 ? `, ${wrong} not as declared` : ''}${now === '' ? '' : ` · ${now}`}`
  const draw = (): void => {
    stream.write(`\r\u001b[2K${`${bar(done / faults, 24)} ${summary()}`.slice(0, (stream.columns ?? 80) - 1)}`)
  }
  const say = (line: string): void => void stream.write(live ? `\r\u001b[2K${line}\n` : `${line}\n`)
  const tell = (): void => {
    if (live) draw()
    else if (!quiet && Date.now() - last >= every) {
      last = Date.now()
      say(`… ${summary()}`)
    }
  }
  const timer = setInterval(tell, live ? 250 : 1_000)
  timer.unref()
  return {
    tried: (one) => {
      done++
      now = one.fault.name
      if (one.asDeclared) return
      wrong++
      if (!quiet)
        say(`  ${one.fault.name}: ${one.verdict.killed ? 'fails other requirements than it should' : 'missed'}`)
    },
    again: (name, left) => {
      now = `${left} to try again, now ${name}`
    },
    say,
    stop: () => {
      clearInterval(timer)
      if (live) stream.write('\r\u001b[2K')
    },
  }
}
