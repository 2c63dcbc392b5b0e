import { InvalidArgumentError } from 'commander'

/** An empty argument is mostly a variable that is not set. */
export const nonEmpty = (text: string): string => {
  if (text.trim() === '') throw new InvalidArgumentError('it is empty.')
  return text
}

/** The same for each of several, as commander gathers them. */
export const nonEmptyList = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  nonEmpty(text),
]
