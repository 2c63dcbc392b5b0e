/** What happens later. */
export interface Clock {
  after(seconds: number, action: () => void): void
  stop(): void
}

export function createClock(factor: number): Clock {
  const timers = new Set<NodeJS.Timeout>()
  return {
    after(seconds, action) {
      const timer = setTimeout(
        () => {
          timers.delete(timer)
          action()
        },
        seconds * factor * 1000,
      )
      timers.add(timer)
    },
    stop: () => timers.forEach(clearTimeout),
  }
}
