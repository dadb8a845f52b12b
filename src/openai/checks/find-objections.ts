import { type CreateChatCompletionDto } from '../dto/create-chat-completion.dto';
import { checkContent } from './check-content';
import { checkMessageOrder } from './check-message-order';
import { checkOutput } from './check-output';
import { checkResponseFormat } from './check-response-format';
import { checkSampling } from './check-sampling';
import { checkToolChoice } from './check-tool-choice';
import { checkTools } from './check-tools';
import { type Objection } from './objection';

/** Everything that keeps a request from being answered as it asks, one after the other. The types are right already. */
export function* findObjections(body: CreateChatCompletionDto): Generator<Objection> {
  yield* checkSampling(body);
  yield* checkOutput(body);
  yield* checkTools(body);
  yield* checkToolChoice(body);
  yield* checkContent(body.messages);
  yield* checkMessageOrder(body.messages);
  yield* checkResponseFormat(body);
}
