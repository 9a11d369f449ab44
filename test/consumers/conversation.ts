/** What `programs/conversation.mjs` returns when an echo server sent everything back and the close was clean. */
function conversation(code: number): object {
  const closed = { code, reason: 'bye', wasClean: true, initiator: 'local' }
  return { text: 'Hello!', binary: [1, 2, 3], closed }
}

/** What the functions of `programs/root.mjs`, `browser.mjs` and `node.mjs` return. */
export const conversations = {
  root: conversation(4000),
  browser: conversation(3000),
  node: { token: 'my-token', ...conversation(4000) },
} as const

export type Entry = keyof typeof conversations

const { root, browser, node } = conversations

/** What the programs in `programs` that are bundled return, by name. */
export const results = {
  portable: { root, browser },
  'on-node': { root, node },
  'react-native': { root, browser, blob: [72, 105] },
} as const

export type Program = keyof typeof results
