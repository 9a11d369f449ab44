import type { Identical } from '../drop-in.js'
import { closing } from './closing.js'
import { connecting } from './connecting.js'
import { ending } from './ending.js'
import { messages } from './messages.js'
import { subjects } from './subjects.js'

/** What is the same in `rxjs/webSocket` 7.8.2 and in the drop-in. */
export const identical: readonly Identical[] = [
  ...connecting,
  ...messages,
  ...closing,
  ...ending,
  ...subjects,
]
