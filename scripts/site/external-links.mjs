const MDN = 'https://developer.mozilla.org/en-US/docs/Web'
const RXJS = 'https://rxjs.dev/api/index'

const LANGUAGE = ['ArrayBuffer', 'Error', 'Map', 'Promise', 'Set', 'Uint8Array']
const PLATFORM = [
  ...[
    'AbortSignal',
    'Blob',
    'CloseEvent',
    'Event',
    'EventTarget',
    'MessageEvent',
    'ReadableStream',
  ],
  ...['Response', 'URL', 'WebSocket', 'WritableStream'],
]
const RXJS_KINDS = {
  class: ['Observable', 'Subject', 'Subscription'],
  function: ['firstValueFrom', 'lastValueFrom', 'take', 'takeUntil', 'takeWhile', 'timeout'],
  interface: ['Observer', 'Operator', 'OperatorFunction'],
  'type-alias': ['ObservableInput'],
}

/** Returns the address of a name that is documented elsewhere; `undefined` for other names. */
export function externalLink({ moduleSource, symbolReference }) {
  const [{ path: name }, ...members] = symbolReference?.path ?? [{ path: '' }]
  // The doc comments of Node's types name `connect` of `node:tls`.
  if (name === 'connect' || name === '"tls"') return 'https://nodejs.org/api/tls.html'
  if (members.length > 0) return undefined
  if (moduleSource === 'typescript') return standardLink(name)
  if (moduleSource === 'rxjs' || moduleSource === undefined) return rxjsLink(name)
  return undefined
}

function standardLink(name) {
  if (LANGUAGE.includes(name)) return `${MDN}/JavaScript/Reference/Global_Objects/${name}`
  return PLATFORM.includes(name) ? `${MDN}/API/${name}` : undefined
}

function rxjsLink(name) {
  const [kind] = Object.entries(RXJS_KINDS).find(([, names]) => names.includes(name)) ?? []
  return kind && `${RXJS}/${kind}/${name}`
}
