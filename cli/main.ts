import { Command } from 'commander'
import { addEmulate } from './commands/emulate.ts'

type Finish = (code: number) => void

const silence = { outputError: () => undefined }

/** The commands that the command line may be about: most of them take a while to load, and the emulator has to be quick. */
async function program(name: string | undefined, finish: Finish): Promise<Command> {
  const root = new Command('compute-conformance')
  if (name === 'emulate') addEmulate(root, finish)
  else (await import('./commands.ts')).addCommands(root, finish)
  for (const command of [root, ...root.commands])
    command.showSuggestionAfterError().exitOverride().configureOutput(silence)
  return root
}

/** Reads the command line, does what it says and sets the exit code. The last word: Vitest sets it too. */
export async function main(argv: readonly string[]): Promise<void> {
  let code = 0
  try {
    const root = await program(argv[2], (result) => {
      code = result
    })
    await root.parseAsync([...argv])
  } catch (error) {
    code = (await import('./report-error.ts')).reportError(error)
  }
  process.exitCode = code
}
