/** What an abort without a reason fails with. React Native has no such error, not even as the reason of a signal. */
export function abortError(): Error {
  return Object.assign(new Error('The channel was aborted'), { name: 'AbortError' })
}
