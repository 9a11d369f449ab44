import type { StandardSchemaV1 } from '@standard-schema/spec'
import { expectType } from '../core/arguments/check-options.js'
import type { Channel, Layer } from '../core/channel.js'
import { MessageError } from '../core/errors.js'
import type { Frame, Sendable } from '../core/frame.js'
import type { Encoder } from '../core/layering/layered-sink.js'
import { layered } from '../core/layering/layered-channel.js'
import { isPromiseLike } from '../core/promise-like.js'
import { type CodecOptions, checkCodecOptions, decoding } from './decoding.js'
import { settleQuietly } from './settle-quietly.js'
import { decodeStrictUtf8 } from './strict-utf8.js'

/** Options of {@link json}. */
export interface JsonOptions<In, Out> extends CodecOptions {
  /** Validates what arrives, and gives `stream` its type: a schema of Zod, Valibot, ArkType or any other Standard Schema. None by default. */
  readonly incoming?: StandardSchemaV1<unknown, In> | undefined
  /** Validates what is added, may transform it, and gives `sink` its type. None by default. */
  readonly outgoing?: StandardSchemaV1<Out, unknown> | undefined
  /** The second argument of `JSON.parse`. None by default. */
  readonly reviver?: ((this: unknown, key: string, value: unknown) => unknown) | undefined
  /** The second argument of `JSON.stringify`. None by default. */
  readonly replacer?:
    | ((this: unknown, key: string, value: unknown) => unknown)
    | readonly (string | number)[]
    | undefined
}

type ParseOptions<In> = Pick<JsonOptions<In, unknown>, 'incoming' | 'reviver'>
/** @inline */
type JsonLayer<In, Out> = Layer<Channel<Frame, Sendable>, Channel<In, Out>>
type Incoming<In> = Required<Pick<JsonOptions<In, unknown>, 'incoming'>>
type Outgoing<Out> = Required<Pick<JsonOptions<unknown, Out>, 'outgoing'>>

/**
 * Makes a channel of values from one of frames: a value is one text frame of JSON (RFC 8259). JSON in a binary frame is read
 * as UTF-8, with or without a byte order mark. Each message is parsed once, when somebody takes it.
 *
 * A message that is no JSON, or that `incoming` does not accept, is invalid: see the option `invalid`. `add` throws
 * `MessageError` for a value that JSON has no form for, or that `outgoing` does not accept; nothing is sent then, and the
 * channel goes on.
 *
 * @param options Both schemas, which are the types of `stream` and `sink`, and the other options.
 * @throws {TypeError} If an option has the wrong type or is unknown.
 * @throws {RangeError} If an option is an unknown word.
 */
export function json<In, Out>(
  options: JsonOptions<In, Out> & Incoming<In> & Outgoing<Out>,
): JsonLayer<In, Out>
/**
 * Makes a channel of values, as above, with a schema for what arrives. `sink` accepts any value.
 *
 * @param options The schema `incoming`, and the other options.
 * @throws {TypeError} If an option has the wrong type or is unknown.
 * @throws {RangeError} If an option is an unknown word.
 */
export function json<In>(
  options: JsonOptions<In, unknown> & Incoming<In> & { readonly outgoing?: undefined },
): JsonLayer<In, unknown>
/**
 * Makes a channel of values, as above, whose types the caller names. Nothing checks them.
 *
 * @param options All are optional.
 * @throws {TypeError} If an option has the wrong type or is unknown.
 * @throws {RangeError} If an option is an unknown word.
 */
export function json<In = unknown, Out = In>(options?: JsonOptions<In, Out>): JsonLayer<In, Out>
export function json<In, Out>(options: JsonOptions<In, Out> = {}): JsonLayer<In, Out> {
  checkJsonOptions(options)
  const decode = decoding((frame: Frame) => parse(frame, options), options.invalid)
  const { outgoing, replacer, unobserved } = options
  const encoder: Encoder<Out, string> = {
    parts: [json, outgoing, replacer],
    encode: (value) => stringify(value, options),
  }
  return (channel) => layered(channel, { unobserved, decode, encoder })
}

function parse<In>(frame: Frame, { incoming, reviver }: ParseOptions<In>): In {
  let value: unknown
  try {
    const text = typeof frame === 'string' ? frame : decodeStrictUtf8(frame)
    value = JSON.parse(text, reviver)
  } catch (cause) {
    throw new MessageError('Cannot decode message: it is not JSON', { data: frame, cause })
  }
  return incoming ? validate(incoming, value, { name: 'incoming', data: frame }) : (value as In)
}

function stringify<Out>(value: Out, { outgoing, replacer }: JsonOptions<unknown, Out>): string {
  const valid: unknown = outgoing
    ? validate(outgoing, value, { name: 'outgoing', data: value })
    : value
  let text: string | undefined
  let cause: unknown
  try {
    // TypeScript's types of `stringify` have neither a readonly list nor the result for `undefined`.
    text = JSON.stringify(valid, replacer as (string | number)[])
  } catch (error) {
    cause = error
  }
  if (text === undefined) {
    throw new MessageError('Cannot encode message: JSON has no form for it', { data: value, cause })
  }
  return text
}

/** The output of a schema. `data` is what a `MessageError` carries. */
function validate<Output>(
  schema: StandardSchemaV1<unknown, Output>,
  value: unknown,
  { name, data }: { readonly name: string; readonly data: unknown },
): Output {
  let result: StandardSchemaV1.Result<Output> | Promise<StandardSchemaV1.Result<Output>>
  let issues: readonly unknown[] | undefined
  try {
    result = settleQuietly(schema['~standard'].validate(value))
    if (!isPromiseLike(result)) issues = result.issues
  } catch (cause) {
    throw new MessageError(`Cannot validate message: the ${name} schema threw`, { data, cause })
  }
  if (isPromiseLike(result)) {
    throw new TypeError(`Cannot use schema ${name}: it validates asynchronously`)
  }
  if (!issues) return (result as StandardSchemaV1.SuccessResult<Output>).value
  throw new MessageError(`Cannot accept message: the ${name} schema has ${count(issues.length)}`, {
    data,
    issues,
  })
}

function count(issues: number): string {
  return issues === 1 ? '1 issue' : `${issues} issues`
}

function checkJsonOptions<In, Out>(options: JsonOptions<In, Out>): void {
  checkCodecOptions(options, ', incoming, outgoing, reviver, replacer')
  const { incoming, outgoing, reviver, replacer } = options
  checkSchema('incoming', incoming)
  checkSchema('outgoing', outgoing)
  if (reviver !== undefined) expectType('reviver', reviver, 'function')
  if (replacer !== undefined && !Array.isArray(replacer)) {
    expectType('replacer', replacer, 'function')
  }
}

function checkSchema(name: string, schema: unknown): void {
  if (schema === undefined) return
  // Not checked as an object: ArkType's schemas are functions.
  const { '~standard': standard } = Object(schema) as { '~standard'?: { validate?: unknown } }
  expectType(`${name}['~standard'].validate`, standard?.validate, 'function')
}
