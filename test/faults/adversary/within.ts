/** Waits for a promise and fails, saying for what it waited, when that takes longer than a limit. */
export async function within<T>(
  limit: number,
  what: string,
  promise: PromiseLike<T> | T,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited ${limit} ms for ${what}`)), limit)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
