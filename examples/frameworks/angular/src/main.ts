import { bootstrapApplication } from '@angular/platform-browser'
import { ChatRoom } from './chat-room'

bootstrapApplication(ChatRoom).catch((error: unknown) => console.error(error))
