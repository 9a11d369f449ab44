import { type } from 'arktype'
import { firstValueFrom } from 'rxjs'
import * as v from 'valibot'
import { channelPair, json, MessageError } from 'web-socket-channel'
import * as z from 'zod'

const schemas = {
  zod: {
    incoming: z.object({ price: z.string().transform(Number) }),
    outgoing: z.object({ at: z.date().transform((date) => date.getTime()) }),
  },
  valibot: {
    incoming: v.object({ price: v.pipe(v.string(), v.transform(Number)) }),
    outgoing: v.object({
      at: v.pipe(
        v.date(),
        v.transform((date) => date.getTime()),
      ),
    }),
  },
  arktype: {
    incoming: type({ price: 'string.numeric.parse' }),
    outgoing: type({ at: type('Date').pipe((date) => date.getTime()) }),
  },
}

/** What a channel with these schemas sends, refuses to send, receives and ends with. */
async function found(options) {
  const [left, right] = channelPair()
  const channel = left.pipe(json(options))
  channel.sink.add({ at: new Date(1) })
  right.sink.add('{"price":"1.5"}')
  const values = {
    sent: await firstValueFrom(right.stream),
    refused: issuesOf(await attempt(() => channel.sink.add({ at: 1 }))),
    received: await firstValueFrom(channel.stream),
  }
  right.sink.add('{"price":1.5}')
  return { ...values, ended: issuesOf(await attempt(() => firstValueFrom(channel.stream))) }
}

/** What a function throws or its promise rejects with. */
async function attempt(action) {
  try {
    return await action()
  } catch (error) {
    return error
  }
}

function issuesOf(error) {
  if (!(error instanceof MessageError)) return String(error)
  return error.issues.map(({ path }) => path.map((key) => key.key ?? key))
}

const results = Object.entries(schemas).map(async ([name, options]) => [name, await found(options)])
console.log(JSON.stringify(Object.fromEntries(await Promise.all(results))))
