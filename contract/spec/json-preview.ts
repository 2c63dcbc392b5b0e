const maxLength = 120

/** A value in at most 120 characters. Takes no longer for a large value than for a small one. */
export function jsonPreview(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(beginning(value, { left: 2 * maxLength }))
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 3)}...`
}

/** More of a value than can be seen in so many characters, and not all of it. */
function beginning(value: unknown, room: { left: number }): unknown {
  if (typeof value === 'string') {
    room.left -= value.length + 3
    return value.slice(0, maxLength)
  }
  room.left -= 2
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const shown: unknown[] = []
    for (const inner of value) {
      if (room.left < 0) break
      shown.push(beginning(inner, room))
    }
    return shown
  }
  const shown: [string, unknown][] = []
  for (const name in value) {
    if (room.left < 0) break
    if (!Object.hasOwn(value, name)) continue
    room.left -= name.length + 4
    shown.push([name.slice(0, maxLength), beginning(Reflect.get(value, name), room)])
  }
  return Object.fromEntries(shown)
}
