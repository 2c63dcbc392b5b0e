const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/** The same pattern as in schemas/config.schema.json. */
const durationPattern = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/

/**
 * Converts `500ms`, `2s` or `1.5m` to milliseconds; returns undefined for anything else. A number without a unit is ambiguous and not
 * accepted.
 */
export function parseDuration(text: string): number | undefined {
  const [, amount, unit] = durationPattern.exec(text) ?? []
  const factor = units[unit ?? '']
  return amount === undefined || factor === undefined ? undefined : Math.round(Number(amount) * factor)
}
