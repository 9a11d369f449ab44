/** What `programs/conversation.mjs` returns when an echo server sent everything back and the close was clean. */
function conversation(code: number): object {
  const closed = { code, reason: 'bye', wasClean: true, initiator: 'local' }
  return { text: 'Hello!', binary: [1, 2, 3], closed }
}

/** What the programs in `programs` return, by name. */
export const results = {
  root: conversation(4000),
  browser: conversation(3000),
  node: { token: 'my-token', ...conversation(4000) },
  'react-native': { root: conversation(4000), browser: conversation(3000) },
} as const

export type Program = keyof typeof results
