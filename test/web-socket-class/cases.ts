import type { ClassCase } from './class-case.js'
import { messageCases } from './message-cases.js'
import { objectCases } from './object-cases.js'

/** The behaviour of the WHATWG `WebSocket` interface, tried over the platform's class and over ours. */
export const classCases: readonly ClassCase[] = [...messageCases, ...objectCases]
