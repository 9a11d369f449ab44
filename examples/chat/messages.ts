import type { StandardSchemaV1 } from '@standard-schema/spec'

/** A message as its author says it. The id makes it one message, however often it is sent. */
export interface Said {
  readonly room: string
  readonly id: string
  readonly text: string
}

/** A message as it is stored. Sequence numbers grow within a room, with gaps. */
export interface ChatMessage extends Said {
  readonly seq: number
  readonly author: string
  /** Milliseconds since 1970. */
  readonly time: number
}

/** What a client sends. */
export type ClientMessage =
  | { readonly type: 'join'; readonly room: string; readonly after: number }
  | ({ readonly type: 'say' } & Said)
  | { readonly type: 'ping' }

/** What a server sends. `joined` comes behind all messages that were stored when the client joined. */
export type ServerMessage =
  | ({ readonly type: 'message' } & ChatMessage)
  | { readonly type: 'joined'; readonly room: string; readonly server: string }
  | { readonly type: 'pong' }

/** Most characters of a message. */
export const MAX_TEXT = 1_000

type Check = (value: unknown) => boolean

const isText = (max: number) => (value: unknown) =>
  typeof value === 'string' && value !== '' && value.length <= max
const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0
// It becomes part of a NATS subject.
const isRoom: Check = (value) => typeof value === 'string' && /^[a-z0-9-]{1,40}$/.test(value)

const said = { room: isRoom, id: isText(64), text: isText(MAX_TEXT) }

/** Checks what a server receives. */
export const clientMessage = schemaOf<ClientMessage>({
  join: { room: isRoom, after: isCount },
  say: said,
  ping: {},
})

/** Checks what a client receives. */
export const serverMessage = schemaOf<ServerMessage>({
  message: { ...said, seq: isCount, author: isText(40), time: isCount },
  joined: { room: isRoom, server: isText(40) },
  pong: {},
})

/** A Standard Schema, as Zod, Valibot and ArkType make them: it checks the fields that each type of message has. */
function schemaOf<Message extends { readonly type: string }>(
  types: Readonly<Record<Message['type'], Readonly<Record<string, Check>>>>,
): StandardSchemaV1<unknown, Message> {
  const checks = new Map(Object.entries<Readonly<Record<string, Check>>>(types))
  return {
    '~standard': {
      version: 1,
      vendor: 'chat',
      validate: (value) => {
        const fields = new Map(Object.entries(value ?? {}))
        const check = Object.entries(
          checks.get(String(fields.get('type'))) ?? { type: () => false },
        )
        const wrong = check.filter(([name, isRight]) => !isRight(fields.get(name)))
        if (wrong.length === 0) return { value: value as Message }
        return { issues: wrong.map(([name]) => ({ message: `Wrong ${name}`, path: [name] })) }
      },
    },
  }
}
