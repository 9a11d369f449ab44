import { DeliverPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream'
import type { ConsumerMessages, JetStreamClient, JetStreamManager } from '@nats-io/jetstream'
import { connect, nanos, type NatsConnection } from '@nats-io/transport-node'
import { Observable, type Subscriber } from 'rxjs'
import type { ChatMessage } from '../messages.js'
import { DUPLICATE_WINDOW, KEPT_PER_ROOM, type Relay } from '../relay.js'

const STREAM = 'chat'

interface Position {
  readonly room: string
  readonly after: number
}

/** Keeps the messages in a stream of NATS JetStream, with a subject for each room. */
export class NatsRelay implements Relay {
  readonly #connection: NatsConnection
  readonly #manager: JetStreamManager
  readonly #client: JetStreamClient

  /** Connects, now and whenever NATS was away, and makes the stream unless it exists. */
  static async connect(servers: string): Promise<NatsRelay> {
    const forEver = { waitOnFirstConnect: true, maxReconnectAttempts: -1, reconnectTimeWait: 500 }
    const connection = await connect({ servers, ...forEver })
    const manager = await jetstreamManager(connection)
    await manager.streams.add({
      name: STREAM,
      subjects: [`${STREAM}.*`],
      max_msgs_per_subject: KEPT_PER_ROOM,
      duplicate_window: nanos(DUPLICATE_WINDOW),
    })
    return new NatsRelay(connection, manager)
  }

  private constructor(connection: NatsConnection, manager: JetStreamManager) {
    this.#connection = connection
    this.#manager = manager
    this.#client = jetstream(connection)
  }

  async publish({ room, ...message }: Omit<ChatMessage, 'seq'>): Promise<void> {
    // NATS drops a second message with the same `msgID`.
    const options = { msgID: message.id, timeout: 5_000 }
    await this.#client.publish(`${STREAM}.${room}`, JSON.stringify(message), options)
  }

  subscribe(room: string, after: number): Observable<ChatMessage | 'caught up'> {
    return new Observable((subscriber) => {
      this.#read({ room, after }, subscriber).catch((error: unknown) => subscriber.error(error))
    })
  }

  close(): Promise<void> {
    return this.#connection.close()
  }

  async #read(
    { room, after }: Position,
    subscriber: Subscriber<ChatMessage | 'caught up'>,
  ): Promise<void> {
    const newest = await this.#newest(room)
    if (newest <= after) subscriber.next('caught up')
    let last = after
    for await (const message of await this.#consume({ room, after }, subscriber)) {
      subscriber.next({
        ...message.json<Omit<ChatMessage, 'room' | 'seq'>>(),
        room,
        seq: message.seq,
      })
      if (last < newest && message.seq >= newest) subscriber.next('caught up')
      last = message.seq
    }
    throw new Error('NATS has ended the subscription')
  }

  async #newest(room: string): Promise<number> {
    const query = { last_by_subj: `${STREAM}.${room}` }
    return (await this.#manager.streams.getMessage(STREAM, query))?.seq ?? 0
  }

  /** Reads with an ordered consumer: it notices gaps, and is made anew after NATS was away. */
  async #consume(position: Position, subscriber: Subscriber<unknown>): Promise<ConsumerMessages> {
    const consumer = await this.#client.consumers.getPushConsumer(STREAM, {
      filter_subjects: `${STREAM}.${position.room}`,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: position.after + 1,
    })
    const messages = await consumer.consume()
    subscriber.add(() => {
      void messages.close()
      // If NATS is away, it deletes the consumer itself when it is back.
      consumer.delete().catch(() => undefined)
    })
    return messages
  }
}
