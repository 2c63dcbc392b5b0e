import type { TargetSettings } from '#model'

/** Tokens that a run sends in place of its own: their placeholder in evidence, and a shell expression that derives them from `$OS_TOKEN`. */
const otherTokens = {
  second: { shown: '(removed: the token of the second tenant)', inShell: '$OTHER_TOKEN' },
  swapped: {
    shown: '(removed: the token with the case of its letters swapped)',
    inShell: '$(printf %s $OS_TOKEN | tr a-zA-Z A-Za-z)',
  },
  halfRight: {
    shown: '(removed: the token with another second half)',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: for a shell
    inShell: '${OS_TOKEN%????????}01234567',
  },
  madeUp: {
    shown: '(removed: a token that was never issued)',
    inShell: '$(printf %s $OS_TOKEN | tr 0-9a-f 1-90b-fa)',
  },
} as const

/** The values of the header in curl lines: variables of a shell, and no secrets. */
export const tokensInShell: readonly string[] = [
  '$OS_TOKEN',
  ...Object.values(otherTokens).map(({ inShell }) => inShell),
]

const isHalfRight = (token: string, own: string): boolean => token.startsWith(own.slice(0, Math.ceil(own.length / 2)))

/**
 * Returns the text that evidence shows for a token other than the run's own, so that the reader and the curl line can tell which one was
 * sent; undefined for the run's own and for none.
 */
export function shownToken(
  token: string | null | undefined,
  { token: own, other }: Pick<TargetSettings, 'token' | 'other'>,
): string | undefined {
  if (token === undefined || token === null || token === own) return undefined
  if (token === '') return ''
  if (token === other?.token) return otherTokens.second.shown
  if (token.toLowerCase() === own.toLowerCase()) return otherTokens.swapped.shown
  return (isHalfRight(token, own) ? otherTokens.halfRight : otherTokens.madeUp).shown
}

/** Returns the header with the token as an option of curl, for a shell; `shown` is what evidence has in its place. */
export function tokenOption(shown: string): string {
  if (shown === '') return `-H 'X-Auth-Token;'`
  const other = Object.values(otherTokens).find((kind) => kind.shown === shown)
  return `-H "X-Auth-Token: ${other?.inShell ?? '$OS_TOKEN'}"`
}
