/**
 * Gives each worker the next task as soon as it is free, until no task is left or the signal is aborted. `work` returns
 * further tasks, which come next: a task that is divided several times would otherwise end last.
 */
export async function runTasks<Task, Worker>(
  tasks: readonly Task[],
  workers: readonly Worker[],
  signal: AbortSignal,
  work: (task: Task, worker: Worker) => Promise<readonly Task[]>,
): Promise<void> {
  const queue = [...tasks]
  const idle: (() => void)[] = []
  let inProgress = 0
  const workWith = async (worker: Worker): Promise<void> => {
    while (!signal.aborted && (queue.length > 0 || inProgress > 0)) {
      if (queue.length === 0) await new Promise<void>((resolve) => idle.push(resolve))
      for (const task of queue.splice(0, 1)) {
        inProgress++
        try {
          queue.unshift(...(await work(task, worker)))
        } finally {
          inProgress--
          for (const wake of idle.splice(0)) wake()
        }
      }
    }
  }
  await Promise.all(workers.map(workWith))
}
