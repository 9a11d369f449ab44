import { firstValueFrom } from 'rxjs'

/** Does what the README's first programs do: sends and receives text and binary over a channel, and closes it. */
export async function converse(channel, code) {
  channel.sink.add('Hello!')
  const text = await firstValueFrom(channel.stream)
  channel.sink.add(Uint8Array.of(1, 2, 3))
  const binary = Array.from(await firstValueFrom(channel.stream))
  return { text, binary, closed: await channel.sink.close(code, 'bye') }
}

/** Calls functions one after the other, and resolves with what each resolved with, by name. */
export async function resultsOf(functions) {
  const results = {}
  for (const [name, act] of Object.entries(functions)) results[name] = await act()
  return results
}
